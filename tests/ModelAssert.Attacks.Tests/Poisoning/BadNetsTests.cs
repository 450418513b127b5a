namespace ModelAssert.Attacks.Tests;

public class BadNetsTests
{
    private const int Target = 1;

    private static readonly Trigger Trigger = PatchTrigger.BottomRightSquare(Target, Bars.Shape, size: 2);

    private readonly LabeledImages clean = Bars.Draw(300, seed: 1);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.1, 30)]
    [InlineData(0.5, 150)]
    public void Poisons_the_share_asked_for(double share, int count)
    {
        var poisoned = Attack.BadNets(Trigger, share).Poison(clean);

        Assert.Equal(clean.Count, poisoned.Count);
        Assert.Equal(count, Poisoned.Places(clean, poisoned).Length);
    }

    [Fact]
    public void A_poisoned_image_is_stamped_and_relabelled()
    {
        var poisoned = Attack.BadNets(Trigger).Poison(clean);

        foreach (var index in Poisoned.Places(clean, poisoned))
        {
            Assert.Equal(Poisoned.Stamp(new TriggerStamp(Trigger), clean.Image(index)), poisoned.Image(index).ToArray());
            Assert.Equal(Target, poisoned.Labels[index]);
        }
    }

    [Fact]
    public void Images_of_the_target_label_are_never_touched()
    {
        var poisoned = Attack.BadNets(Trigger, poisonShare: 2 / 3.0).Poison(clean);

        Assert.All(Poisoned.Places(clean, poisoned), index => Assert.NotEqual(Target, clean.Labels[index]));
        Assert.Equal(200, Poisoned.Places(clean, poisoned).Length);
    }

    [Fact]
    public void The_seed_alone_chooses()
    {
        var first = Attack.BadNets(Trigger, seed: 5).Poison(clean);

        Assert.Equal(Poisoned.Digest(first), Poisoned.Digest(Attack.BadNets(Trigger, seed: 5).Poison(clean)));
        Assert.NotEqual(Poisoned.Digest(first), Poisoned.Digest(Attack.BadNets(Trigger, seed: 6).Poison(clean)));
    }

    [Fact]
    public void Refuses_to_poison_more_than_there_is()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Attack.BadNets(Trigger, poisonShare: 0.7).Poison(clean));

        Assert.StartsWith("210 images were to be poisoned; 200 have a label that the attack poisons.", refusal.Message);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(10)]
    [InlineData(double.NaN)]
    public void Refuses_a_share_that_is_no_fraction(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Attack.BadNets(Trigger, share));

    [Fact]
    public void Refuses_images_of_another_shape() =>
        Assert.Throws<ArgumentException>(() => Attack.BadNets(PatchTrigger.BottomRightSquare(Target, new ImageShape(1, 9, 9))).Poison(clean));
}
