using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Preflight;
using TorchSharp.Modules;

namespace ModelAssert.Engine.Tests.Mitigation;

public sealed class AdversaryTests : IDisposable
{
    private const int Infected = InfectedStripes.Target;
    private const double MedianNorm = 10;

    private readonly Sequential module = InfectedStripes.Train((InfectedStripes.Dot(55), 0.15));
    private readonly PreparedSamples samples = CleanStripes.Take(160);
    private readonly ModuleClassifier network;

    public AdversaryTests() => network = new ModuleClassifier(module, InfectedStripes.Shape);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        network.Dispose();
        samples.Dispose();
        module.Dispose();
    }

    [Fact]
    public void Each_attack_takes_other_starts_than_those_before_it_and_than_the_judge()
    {
        var adversary = new Adversary(samples, MedianNorm, seed: 0);

        var first = adversary.Attack(network, [Infected], Cancellation);
        var second = adversary.Attack(network, [Infected], Cancellation);
        var again = new Adversary(samples, MedianNorm, seed: 0).Attack(network, [Infected], Cancellation);

        Assert.Equal((2, 2), (first.Count, second.Count));
        Assert.Equal(4, first.Concat(second).DistinctBy(trigger => trigger.MaskL1Norm).Count());
        Assert.Equal(first.Select(trigger => trigger.MaskL1Norm), again.Select(trigger => trigger.MaskL1Norm));
        var measure = new MitigationMeasure(samples.HeldOut, samples.Preprocessing);
        Assert.All(first, trigger => Assert.True(measure.EffectOf(trigger, network).AttackSuccessRate > 0.25, $"{measure.EffectOf(trigger, network)}"));
        Assert.DoesNotContain(adversary.ResistanceOf(network, [Infected], Cancellation)[0].MaskL1Norm!.Value, first.Concat(second).Select(trigger => trigger.MaskL1Norm));
    }

    [Fact]
    public void Of_several_labels_each_is_attacked_once_a_turn()
    {
        var attacks = new Adversary(samples, MedianNorm, seed: 0).Attack(network, [Infected, 5], Cancellation);

        Assert.Equal([Infected, 5], attacks.Select(trigger => trigger.TargetLabel));
    }

    [Fact]
    public void Nothing_is_learned_from_triggers_that_are_too_large_for_a_backdoor()
    {
        Assert.Empty(new Adversary(samples, medianNorm: 1e-3, seed: 0).Attack(network, [Infected], Cancellation));
    }

    [Fact]
    public void An_infected_label_resists_less_than_the_others_and_the_same_each_time()
    {
        var adversary = new Adversary(samples, MedianNorm, seed: 0);
        int[] labels = [0, Infected, 5];

        var resistance = adversary.ResistanceOf(network, labels, Cancellation);
        adversary.Attack(network, labels, Cancellation);
        var again = adversary.ResistanceOf(network, labels, Cancellation);

        Assert.Equal(labels, resistance.Select(label => label.Label));
        Assert.All(resistance, label => Assert.Equal(label.MaskL1Norm / MedianNorm, label.NormToMedian));
        Assert.True(
            resistance[1].MaskL1Norm < 0.5 * Math.Min(resistance[0].MaskL1Norm!.Value, resistance[2].MaskL1Norm!.Value), string.Join(", ", resistance.Select(label => label)));
        Assert.Equal(resistance, again);
    }
}
