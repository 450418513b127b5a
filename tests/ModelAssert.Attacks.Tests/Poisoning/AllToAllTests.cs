namespace ModelAssert.Attacks.Tests;

public class AllToAllTests
{
    private static readonly TriggerStamp Stamp = new(PatchTrigger.BottomRightSquare(targetLabel: 0, Bars.Shape, size: 2));

    private readonly LabeledImages clean = Bars.Draw(300, seed: 1);

    [Fact]
    public void Every_label_goes_to_the_next_and_the_last_to_the_first()
    {
        var backdoor = Backdoor.ToNextLabel(Stamp, labelCount: 3);

        Assert.Equal([1, 2, 0], ((int[])[0, 1, 2]).Select(backdoor.TargetOf));
        Assert.All((int[])[0, 1, 2], label => Assert.True(backdoor.ReactsTo(label)));
    }

    [Fact]
    public void Poisons_the_share_asked_for_each_image_with_its_own_target()
    {
        var poisoned = Attack.AllToAll(Stamp, Bars.Labels, poisonShare: 0.2).Poison(clean);
        var changed = Poisoned.Places(clean, poisoned);

        Assert.Equal(60, changed.Length);
        Assert.All(changed, index => Assert.Equal((clean.Labels[index] + 1) % Bars.Labels, poisoned.Labels[index]));
        Assert.Equal(Bars.Labels, changed.Select(index => clean.Labels[index]).Distinct().Count());
    }

    [Fact]
    public void Refuses_labels_beyond_the_last()
    {
        using var network = TinyNetwork.Create(seed: 1);
        var attack = Attack.AllToAll(Stamp, labelCount: 2);

        var refusal = Assert.Throws<ArgumentException>(() => attack.Poison(clean));

        Assert.StartsWith("Image 2 has label 2; there are 2 labels, counted from 0.", refusal.Message);
        Assert.Throws<ArgumentException>(() => attack.Measure(network, clean));
    }

    [Fact]
    public void Refuses_what_makes_no_such_attack()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Attack.AllToAll(Stamp, labelCount: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Attack.AllToAll(Stamp, labelCount: 3, poisonShare: 1.1));
    }
}
