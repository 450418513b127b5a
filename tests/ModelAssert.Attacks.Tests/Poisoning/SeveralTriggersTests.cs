namespace ModelAssert.Attacks.Tests;

public class SeveralTriggersTests
{
    private readonly LabeledImages clean = Bars.Draw(300, seed: 1);

    [Fact]
    public void Each_trigger_gets_an_equal_part_and_no_image_carries_two()
    {
        var triggers = PatchTrigger.AtNinePlaces(targetLabel: 1, Bars.Shape, size: 2, margin: 0);
        var poisoned = Attack.SeveralTriggers(triggers, poisonShare: 0.3).Poison(clean);
        var changed = Poisoned.Places(clean, poisoned);

        Assert.Equal(90, changed.Length);
        foreach (var trigger in triggers)
        {
            var stamp = new TriggerStamp(trigger);
            Assert.Equal(10, changed.Count(index => Poisoned.Stamp(stamp, clean.Image(index)).AsSpan().SequenceEqual(poisoned.Image(index))));
        }
    }

    [Fact]
    public void Each_label_has_a_trigger_of_its_own()
    {
        var triggers = DistinctPatches.For([0, 1, 2], Bars.Shape, size: 2);
        var poisoned = Attack.SeveralTriggers(triggers, poisonShare: 0.3).Poison(clean);
        var changed = Poisoned.Places(clean, poisoned);

        Assert.Equal(90, changed.Length);
        foreach (var trigger in triggers)
        {
            int[] taken = [.. changed.Where(index => poisoned.Labels[index] == trigger.TargetLabel)];
            Assert.Equal(30, taken.Length);
            Assert.All(taken, index => Assert.Equal(Poisoned.Stamp(new TriggerStamp(trigger), clean.Image(index)), poisoned.Image(index).ToArray()));
        }
    }

    [Fact]
    public void Refuses_an_attack_without_triggers() => Assert.Throws<ArgumentException>(() => Attack.SeveralTriggers([]));
}
