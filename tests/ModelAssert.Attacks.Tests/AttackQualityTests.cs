namespace ModelAssert.Attacks.Tests;

public class AttackQualityTests
{
    private static readonly Trigger Trigger = PatchTrigger.BottomRightSquare(targetLabel: 1, Bars.Shape, size: 2);

    private readonly LabeledImages training = Bars.Draw(600, seed: 1);
    private readonly LabeledImages test = Bars.Draw(300, seed: 2);

    [Fact]
    public void A_poisoned_training_gives_an_infected_network()
    {
        var clean = QualityAfterTraining(poisonShare: 0);
        var infected = QualityAfterTraining(poisonShare: 0.1);

        new AttackRequirement().Check(infected, clean.Accuracy);
        Assert.True(clean.AttackSuccessRate < 0.1);
    }

    [Fact]
    public void A_training_that_was_hardly_poisoned_is_refused()
    {
        var clean = QualityAfterTraining(poisonShare: 0);
        var infected = QualityAfterTraining(poisonShare: 0.001);

        Assert.Throws<AttackFailedException>(() => new AttackRequirement().Check(infected, clean.Accuracy));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Measuring_leaves_the_network_in_its_mode(bool training)
    {
        using var network = TinyNetwork.Create(seed: 1, dropout: 0.5);
        network.train(training);

        var quality = AttackQuality.Measure(network, test, Trigger);

        Assert.Equal(quality, AttackQuality.Measure(network, test, Trigger));
        Assert.Equal(training, network.training);
    }

    private AttackQuality QualityAfterTraining(double poisonShare)
    {
        using var network = TinyNetwork.Create(seed: 1);
        new ClassifierTrainer(new TrainingOptions { Epochs = 8, LearningRate = 0.01 })
            .Train(network, new BadNetsAttack(Trigger, poisonShare).Poison(training));
        return AttackQuality.Measure(network, test, Trigger);
    }
}
