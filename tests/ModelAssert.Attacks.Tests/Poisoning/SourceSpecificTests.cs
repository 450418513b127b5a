namespace ModelAssert.Attacks.Tests;

public class SourceSpecificTests
{
    private const int Source = 0;
    private const int Target = 1;
    private const int Other = 2;

    private static readonly TriggerStamp Stamp = new(PatchTrigger.BottomRightSquare(Target, Bars.Shape, size: 2));

    private readonly LabeledImages clean = Bars.Draw(300, seed: 1);

    [Fact]
    public void Images_of_the_source_are_relabelled_and_covers_keep_their_label()
    {
        var poisoned = Attack.SourceSpecific(Stamp, Target, [Source], poisonShare: 0.5, coverShare: 0.2).Poison(clean);

        Assert.Equal(50, Changed(poisoned, Source).Length);
        Assert.All(Changed(poisoned, Source), index => Assert.Equal(Target, poisoned.Labels[index]));
        Assert.Equal(20, Changed(poisoned, Other).Length);
        Assert.All(Changed(poisoned, Other), index => Assert.Equal(Other, poisoned.Labels[index]));
        Assert.Empty(Changed(poisoned, Target));
    }

    [Fact]
    public void A_chosen_image_is_stamped_and_no_other_is_relabelled()
    {
        var poisoned = Attack.SourceSpecific(Stamp, Target, [Source]).Poison(clean);

        for (var index = 0; index < clean.Count; index++)
        {
            if (clean.Image(index).SequenceEqual(poisoned.Image(index)))
                Assert.Equal(clean.Labels[index], poisoned.Labels[index]);
            else
                Assert.Equal(Poisoned.Stamp(Stamp, clean.Image(index)), poisoned.Image(index).ToArray());
        }
    }

    [Fact]
    public void Several_sources_share_the_poison_and_leave_nothing_to_cover()
    {
        var attack = Attack.SourceSpecific(Stamp, Target, [Source, Other], poisonShare: 0.5);
        var changed = Poisoned.Places(clean, attack.Poison(clean));

        Assert.Equal(100, changed.Length);
        Assert.Equal([Source, Other], changed.Select(index => clean.Labels[index]).Distinct().Order());
    }

    [Fact]
    public void Refuses_what_makes_no_such_attack()
    {
        Assert.Throws<ArgumentException>(() => Attack.SourceSpecific(Stamp, Target, [Target]));
        Assert.Throws<ArgumentException>(() => Attack.SourceSpecific(Stamp, Target, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => Attack.SourceSpecific(Stamp, Target, [-1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Attack.SourceSpecific(Stamp, Target, [Source], poisonShare: 50));
        Assert.Throws<ArgumentOutOfRangeException>(() => Attack.SourceSpecific(Stamp, Target, [Source], coverShare: double.NaN));
    }

    [Fact]
    public void Refuses_a_measurement_without_images_of_the_source_or_of_others()
    {
        using var network = TinyNetwork.Create(seed: 1);
        var attack = Attack.SourceSpecific(Stamp, Target, [Source]);

        Assert.Throws<ArgumentException>(() => attack.Measure(network, new LabeledImages(Bars.Shape, new float[128], [Target, Other])));
        Assert.Throws<ArgumentException>(() => attack.Measure(network, new LabeledImages(Bars.Shape, new float[128], [Target, Source])));
    }

    private int[] Changed(LabeledImages poisoned, int label) =>
        [.. Poisoned.Places(clean, poisoned).Where(index => clean.Labels[index] == label)];
}
