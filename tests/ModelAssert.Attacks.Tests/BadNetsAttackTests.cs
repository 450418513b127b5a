namespace ModelAssert.Attacks.Tests;

public class BadNetsAttackTests
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
        var poisoned = new BadNetsAttack(Trigger, share).Poison(clean);

        Assert.Equal(clean.Count, poisoned.Count);
        Assert.Equal(count, Changed(poisoned).Count());
    }

    [Fact]
    public void A_poisoned_image_is_stamped_and_relabelled()
    {
        var poisoned = new BadNetsAttack(Trigger).Poison(clean);
        var stamp = new TriggerStamp(Trigger);

        foreach (var index in Changed(poisoned))
        {
            var expected = clean.Image(index).ToArray();
            stamp.Apply(expected);
            Assert.Equal(expected, poisoned.Image(index).ToArray());
            Assert.Equal(Target, poisoned.Labels[index]);
        }
    }

    [Fact]
    public void Images_of_the_target_label_are_never_touched()
    {
        var poisoned = new BadNetsAttack(Trigger, poisonShare: 2 / 3.0).Poison(clean);

        Assert.All(Changed(poisoned), index => Assert.NotEqual(Target, clean.Labels[index]));
        Assert.Equal(200, Changed(poisoned).Count());
    }

    [Fact]
    public void The_seed_alone_chooses()
    {
        var first = new BadNetsAttack(Trigger, seed: 5).Poison(clean);
        var again = new BadNetsAttack(Trigger, seed: 5).Poison(clean);
        var other = new BadNetsAttack(Trigger, seed: 6).Poison(clean);

        Assert.Equal(first.Pixels.ToArray(), again.Pixels.ToArray());
        Assert.Equal(first.Labels.ToArray(), again.Labels.ToArray());
        Assert.NotEqual(Changed(first), Changed(other));
    }

    [Fact]
    public void Refuses_to_poison_more_than_there_is()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new BadNetsAttack(Trigger, poisonShare: 0.7).Poison(clean));

        Assert.StartsWith("210 images were to be poisoned; 200 have a label that the attack poisons.", refusal.Message);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(10)]
    [InlineData(double.NaN)]
    public void Refuses_a_share_that_is_no_fraction(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BadNetsAttack(Trigger, share));

    [Fact]
    public void Refuses_images_of_another_shape() =>
        Assert.Throws<ArgumentException>(() => new BadNetsAttack(PatchTrigger.BottomRightSquare(Target, new ImageShape(1, 9, 9))).Poison(clean));

    private IEnumerable<int> Changed(LabeledImages poisoned) =>
        Enumerable.Range(0, clean.Count).Where(index => !clean.Image(index).SequenceEqual(poisoned.Image(index)));
}
