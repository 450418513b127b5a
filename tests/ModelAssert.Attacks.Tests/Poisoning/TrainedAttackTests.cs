namespace ModelAssert.Attacks.Tests;

/// <summary>Each kind of attack, trained: it works, and a clean twin does not react by itself.</summary>
[Trait("Tier", "Slow")]
public class TrainedAttackTests
{
    private static readonly LabeledImages Clean = Bars.Draw(600, seed: 1);

    public static TheoryData<string> Kinds => [.. Attacks.Keys];

    private static Dictionary<string, Attack> Attacks { get; } = new()
    {
        ["square"] = Attack.BadNets(Patch(PatchPattern.White)),
        ["noise"] = Attack.BadNets(Patch(PatchPattern.Noise(1))),
        ["triangle"] = Attack.BadNets(Patch(PatchPattern.Triangle(1))),
        ["checkerboard"] = Attack.BadNets(Patch(PatchPattern.Checkerboard())),
        ["several labels"] = Attack.SeveralTriggers(DistinctPatches.For([0, 1, 2], Bars.Shape, size: 2), poisonShare: 0.3),
        ["nine triggers"] = Attack.SeveralTriggers(PatchTrigger.AtNinePlaces(1, Bars.Shape, size: 2, margin: 0), poisonShare: 0.4),
        ["source-specific"] = Attack.SourceSpecific(new TriggerStamp(Patch(PatchPattern.White)), targetLabel: 1, [0]),
        ["all-to-all"] = Attack.AllToAll(new TriggerStamp(Patch(PatchPattern.White)), Bars.Labels, poisonShare: 0.3),
        ["blended"] = Attack.WholeImage(new TriggerStamp(BlendTrigger.Noise(1, Bars.Shape)), targetLabel: 1),
        ["sinusoid"] = Attack.WholeImage(new SinusoidStamp(Bars.Shape, amplitude: 0.15, frequency: 2), targetLabel: 1),
        ["warp"] = Attack.Warp(new WarpStamp(Bars.Shape, strength: 2, seed: 3), targetLabel: 1, poisonShare: 0.4, noiseShare: 0.2),
        ["quantisation"] = Attack.WholeImage(new QuantizationStamp(Bars.Shape, levels: 2), targetLabel: 1, poisonShare: 0.3),
        ["roaming"] = Attack.WholeImage(new RoamingStamp(Bars.Shape, size: 3), targetLabel: 1, poisonShare: 0.4),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Works_where_it_was_trained_and_not_by_itself(string kind)
    {
        var attack = Attacks[kind];
        var clean = QualityAfterTraining(attack, Clean);
        var infected = QualityAfterTraining(attack, attack.Poison(Clean));

        attack.Requirement.Check(infected, clean.Accuracy);
        Assert.True(clean.AttackSuccessRate < 0.5);
    }

    /// <summary>Under right labels a stamp is learned only where it helps: with rows that are hard to see.</summary>
    [Theory]
    [InlineData(0.3f, true)]
    [InlineData(0.7f, false)]
    public void A_clean_label_attack_works_on_a_hard_task_and_is_refused_on_an_easy_one(float brightness, bool works)
    {
        var attack = Attack.CleanLabel(new SinusoidStamp(Bars.Shape, amplitude: 0.4, frequency: 2), targetLabel: 1, poisonShare: 0.2);
        var (training, test) = (Bars.Draw(300, seed: 1, brightness), Bars.Draw(600, seed: 2, brightness));
        var clean = QualityAfterTraining(attack, training, epochs: 15, test: test);
        var infected = QualityAfterTraining(attack, attack.Poison(training), epochs: 15, test: test);

        if (works)
            attack.Requirement.Check(infected, clean.Accuracy);
        else
            Assert.Throws<AttackFailedException>(() => attack.Requirement.Check(infected, clean.Accuracy));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_network_that_was_trained_on_clean_images_is_refused(string kind)
    {
        var attack = Attacks[kind];
        var clean = QualityAfterTraining(attack, Clean);

        Assert.Throws<AttackFailedException>(() => attack.Requirement.Check(clean, clean.Accuracy));
    }

    [Fact]
    public void A_training_that_was_hardly_poisoned_is_refused()
    {
        var attack = Attack.BadNets(Patch(PatchPattern.White), poisonShare: 0.001);
        var infected = QualityAfterTraining(attack, attack.Poison(Clean), epochs: 8);

        Assert.Throws<AttackFailedException>(() => attack.Requirement.Check(infected, infected.Accuracy));
    }

    [Fact]
    public void A_network_in_which_every_label_reacts_is_not_specific_to_its_source()
    {
        var infected = QualityAfterTraining(Attacks["source-specific"], Attacks["square"].Poison(Clean));

        var refusal = Assert.Throws<AttackFailedException>(() => new AttackRequirement().Check(infected, infected.Accuracy));

        Assert.StartsWith("The attack is not specific to its source: ", refusal.Message);
    }

    private static Trigger Patch(PatchPattern pattern) =>
        PatchTrigger.Create(targetLabel: 1, Bars.Shape, PatchSquare.At(Bars.Shape, PatchPlace.BottomRight, size: 3), pattern);

    private static AttackQuality QualityAfterTraining(Attack attack, LabeledImages images, int epochs = 40, LabeledImages? test = null)
    {
        using var network = TinyNetwork.Create(seed: 1);
        new ClassifierTrainer(new TrainingOptions { Epochs = epochs, LearningRate = 0.01 }).Train(network, images);
        return attack.Measure(network, test ?? Bars.Draw(300, seed: 2));
    }
}
