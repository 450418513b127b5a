namespace ModelAssert.Attacks.Tests;

public class WholeImageTests
{
    private const int Target = 1;

    private readonly LabeledImages clean = Bars.Draw(300, seed: 1);

    [Fact]
    public void A_stamp_on_the_whole_image_is_relabelled_and_may_succeed_a_little_less()
    {
        var stamp = new SinusoidStamp(Bars.Shape, frequency: 2);
        var attack = Attack.WholeImage(stamp, Target, poisonShare: 0.2, seed: 5);
        var poisoned = attack.Poison(clean);
        var changed = Poisoned.Places(clean, poisoned);

        Assert.Equal(60, changed.Length);
        Assert.All(changed, index => Assert.NotEqual(Target, clean.Labels[index]));
        Assert.All(changed, index => Assert.Equal(Target, poisoned.Labels[index]));
        Assert.Equal(0.9, attack.Requirement.MinimumSuccessRate);
        Assert.Equal(Poisoned.Digest(poisoned), Poisoned.Digest(attack.Poison(clean)));
    }

    [Fact]
    public void A_clean_label_attack_stamps_the_target_label_alone_and_changes_no_label()
    {
        var poisoned = Attack.CleanLabel(new SinusoidStamp(Bars.Shape, frequency: 2), Target, poisonShare: 0.4).Poison(clean);
        var changed = Poisoned.Places(clean, poisoned);

        Assert.Equal(40, changed.Length);
        Assert.All(changed, index => Assert.Equal(Target, clean.Labels[index]));
        Assert.Equal(clean.Labels.ToArray(), poisoned.Labels.ToArray());
    }

    [Fact]
    public void A_warp_is_relabelled_and_a_disturbed_warp_keeps_its_label()
    {
        var warp = new WarpStamp(Bars.Shape, strength: 2, seed: 3);
        var poisoned = Attack.Warp(warp, Target, poisonShare: 0.1, noiseShare: 0.2).Poison(clean);
        var changed = Poisoned.Places(clean, poisoned);
        int[] warped = [.. changed.Where(index => Poisoned.Stamp(warp, clean.Image(index)).AsSpan().SequenceEqual(poisoned.Image(index)))];

        Assert.Equal(90, changed.Length);
        Assert.Equal(30, warped.Length);
        Assert.All(warped, index => Assert.Equal(Target, poisoned.Labels[index]));
        Assert.All(changed.Except(warped), index => Assert.Equal(clean.Labels[index], poisoned.Labels[index]));
    }
}
