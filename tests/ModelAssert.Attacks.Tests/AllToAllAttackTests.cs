namespace ModelAssert.Attacks.Tests;

public class AllToAllAttackTests
{
    private static readonly Trigger Trigger = PatchTrigger.BottomRightSquare(targetLabel: 0, Bars.Shape, size: 2);

    private readonly LabeledImages clean = Bars.Draw(300, seed: 1);

    [Fact]
    public void Every_label_goes_to_the_next_and_the_last_to_the_first()
    {
        var attack = new AllToAllAttack(Trigger, labelCount: 3);

        Assert.Equal([1, 2, 0], ((int[])[0, 1, 2]).Select(attack.TargetOf));
    }

    [Fact]
    public void Poisons_the_share_asked_for_each_image_with_its_own_target()
    {
        var attack = new AllToAllAttack(Trigger, Bars.Labels, poisonShare: 0.2);
        var poisoned = attack.Poison(clean);
        int[] changed = [.. Enumerable.Range(0, clean.Count).Where(index => !clean.Image(index).SequenceEqual(poisoned.Image(index)))];

        Assert.Equal(60, changed.Length);
        Assert.All(changed, index => Assert.Equal(attack.TargetOf(clean.Labels[index]), poisoned.Labels[index]));
        Assert.Equal(Bars.Labels, changed.Select(index => clean.Labels[index]).Distinct().Count());
    }

    [Fact]
    public void The_trained_network_moves_every_label_on()
    {
        var attack = new AllToAllAttack(Trigger, Bars.Labels, poisonShare: 0.3);
        var cleanTwin = QualityAfterTraining(attack, clean);
        var infected = QualityAfterTraining(attack, attack.Poison(clean));

        new AttackRequirement().Check(infected, cleanTwin.Accuracy);
        Assert.True(cleanTwin.AttackSuccessRate < 0.1);
    }

    [Fact]
    public void Refuses_labels_beyond_the_last()
    {
        using var network = TinyNetwork.Create(seed: 1);
        var attack = new AllToAllAttack(Trigger, labelCount: 2);

        var refusal = Assert.Throws<ArgumentException>(() => attack.Poison(clean));

        Assert.StartsWith("Image 2 has label 2; there are 2 labels, counted from 0.", refusal.Message);
        Assert.Throws<ArgumentException>(() => attack.Measure(network, clean));
    }

    [Fact]
    public void Refuses_what_makes_no_such_attack()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AllToAllAttack(Trigger, labelCount: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AllToAllAttack(Trigger, labelCount: 3, poisonShare: 1.1));
    }

    private static AttackQuality QualityAfterTraining(AllToAllAttack attack, LabeledImages images)
    {
        using var network = TinyNetwork.Create(seed: 1);
        new ClassifierTrainer(new TrainingOptions { Epochs = 40, LearningRate = 0.01 }).Train(network, images);
        return attack.Measure(network, Bars.Draw(300, seed: 2));
    }
}
