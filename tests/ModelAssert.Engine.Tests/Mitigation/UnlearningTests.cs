using ModelAssert.Engine.Mitigation;

namespace ModelAssert.Engine.Tests.Mitigation;

public class UnlearningTests
{
    private const int Infected = 2;

    /// <summary>The backdoor was made by hand, with weights that no training would give it: larger steps than the default's are needed to reach it.</summary>
    private const double LearningRate = 0.02;

    [Fact]
    public void A_backdoor_is_unlearned_and_the_rest_is_kept()
    {
        using var network = new TrainableStripeNetwork(Infected);
        using var samples = CleanStripes.Take(640);
        var trigger = TrainableStripeNetwork.Checkerboard(Infected);
        var measure = new MitigationMeasure(samples.HeldOut, samples.Preprocessing);
        Assert.Equal((1, 0, 1), (measure.EffectOf(trigger, network).AttackSuccessRate, measure.EffectOf(trigger, network).TrueLabelAccuracy, measure.CleanAccuracy(network)));

        using var lesson = UnlearningLesson.Of(network, samples.Preprocessing, samples.Optimisation, seed: 0);
        Unlearning.Run(network, samples.Preprocessing, lesson, [trigger], LearningRate, seed: 0, cancellation: TestContext.Current.CancellationToken);

        var after = measure.EffectOf(trigger, network);
        Assert.True(after.AttackSuccessRate < 0.05, $"{after}");
        Assert.True(after.TrueLabelAccuracy > 0.9, $"{after}");
        Assert.True(measure.CleanAccuracy(network) > 0.95, $"{measure.CleanAccuracy(network)}");
        Assert.All(network.Weights.Values, weight => Assert.False(weight.requires_grad));
    }

    [Fact]
    public void Clean_images_alone_leave_the_backdoor_as_it_is()
    {
        using var network = new TrainableStripeNetwork(Infected);
        using var samples = CleanStripes.Take(640);

        using var lesson = UnlearningLesson.Of(network, samples.Preprocessing, samples.Optimisation, seed: 0);
        Unlearning.Run(network, samples.Preprocessing, lesson, [], LearningRate, seed: 0, cancellation: TestContext.Current.CancellationToken);

        var after = new MitigationMeasure(samples.HeldOut, samples.Preprocessing).EffectOf(TrainableStripeNetwork.Checkerboard(Infected), network);
        Assert.True(after.AttackSuccessRate > 0.9, $"{after}");
    }

    [Fact]
    public void After_every_pass_but_the_last_the_network_is_attacked_and_what_is_found_is_learned_next()
    {
        using var network = new TrainableStripeNetwork(Infected);
        using var samples = CleanStripes.Take(640);
        var trigger = TrainableStripeNetwork.Checkerboard(Infected);
        using var lesson = UnlearningLesson.Of(network, samples.Preprocessing, samples.Optimisation, seed: 0);
        var (passes, attacksAfter) = (0, new List<int>());

        Unlearning.Run(
            network, samples.Preprocessing, lesson, [], LearningRate, seed: 0, Attack, () => passes++, TestContext.Current.CancellationToken);

        Assert.Equal(Unlearning.Passes, passes);
        Assert.Equal(Enumerable.Range(1, Unlearning.Passes - 1), attacksAfter);
        var after = new MitigationMeasure(samples.HeldOut, samples.Preprocessing).EffectOf(trigger, network);
        Assert.True(after.AttackSuccessRate < 0.05, $"{after}");

        IReadOnlyList<Trigger> Attack()
        {
            attacksAfter.Add(passes);
            return passes == 1 ? [trigger] : [];
        }
    }
}
