using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Inversion;

[Collection(nameof(LiveTensors))]
public sealed class TriggerReverserTests : IDisposable
{
    private const int InfectedLabel = 2;

    private readonly StripeNetwork network = new(InfectedLabel);
    private readonly ImageSet optimisation = ToSet(StripeNetwork.Samples(160, seed: 1));
    private readonly ImageSet heldOut = ToSet(StripeNetwork.Samples(80, seed: 2));

    public void Dispose()
    {
        network.Dispose();
        optimisation.Dispose();
        heldOut.Dispose();
    }

    [Fact]
    public void The_backdoor_is_found_where_it_is()
    {
        var reversed = Reverse(InfectedLabel);

        Assert.True(reversed.Converged);
        Assert.True(reversed.AttackSuccessRate > 0.95);
        var inside = StripeNetwork.Patch.Sum(pixel => reversed.Trigger.Mask[pixel]);
        Assert.True(inside > 0.8 * reversed.Trigger.MaskL1Norm, $"{inside} of {reversed.Trigger.MaskL1Norm}");
        Assert.True(reversed.Trigger.MaskL1Norm < 0.5 * Reverse(InfectedLabel + 1).Trigger.MaskL1Norm);
    }

    [Fact]
    public void The_same_seed_gives_the_same_trigger_and_another_seed_another()
    {
        Assert.Equal(Reverse(1).Trigger.Mask, Reverse(1).Trigger.Mask);
        Assert.NotEqual(Reverse(1).Trigger.Mask, Reverse(1, seed: 9).Trigger.Mask);
    }

    [Fact]
    public async Task What_runs_beside_it_does_not_change_a_label()
    {
        var alone = Enumerable.Range(0, 4).Select(label => Reverse(label)).ToArray();
        var together = await Task.WhenAll(Enumerable.Range(0, 4).Select(label => Task.Run(() => Reverse(label), TestContext.Current.CancellationToken)));

        Assert.All(alone.Zip(together), pair => Assert.Equal(pair.First.Trigger.Mask, pair.Second.Trigger.Mask));
    }

    [Fact]
    public void Trap_5_a_label_without_a_trigger_is_not_converged_and_takes_all_steps()
    {
        using var deaf = new ConstantNetwork();
        var settings = InversionSettings.Fast(network.InputShape) with { MaximumSteps = 7 };
        var reverser = new TriggerReverser(new RawImageClassifier(deaf, PixelRange.Unit), deaf.InputShape, settings, seed: 0, temperature: 1);
        var reversed = Run(reverser, 1, null);

        Assert.False(reversed.Converged);
        Assert.Equal(7, reversed.Steps);
        Assert.Equal(0, reversed.AttackSuccessRate);
    }

    [Fact]
    public void A_label_whose_gradient_is_0_for_all_images_is_not_converged_though_all_images_go_there()
    {
        using var deaf = new ConstantNetwork();
        var settings = InversionSettings.Fast(network.InputShape) with { MaximumSteps = 7 };
        var reverser = new TriggerReverser(new RawImageClassifier(deaf, PixelRange.Unit), deaf.InputShape, settings, seed: 0, temperature: 1);

        var reversed = Run(reverser, 0, null);

        Assert.Equal(1, reversed.AttackSuccessRate);
        Assert.False(reversed.Converged);
    }

    [Fact]
    public void A_network_that_rounds_its_input_gives_no_label_a_trigger()
    {
        using var rounding = new RoundingNetwork(network);
        var settings = InversionSettings.Fast(network.InputShape) with { MaximumSteps = 7 };
        var reverser = new TriggerReverser(new RawImageClassifier(rounding, PixelRange.Unit), network.InputShape, settings, seed: 0, temperature: 1);

        Assert.All(Enumerable.Range(0, network.LabelCount), label => Assert.False(Run(reverser, label, null).Converged));
    }

    [Fact]
    public void Trap_6_success_is_measured_on_held_out_samples_of_other_labels()
    {
        var reversed = Reverse(InfectedLabel);
        var expected = heldOut.Labels.Index().Where(entry => entry.Item != InfectedLabel).Select(entry =>
        {
            using var scope = torch.NewDisposeScope();
            var image = heldOut.Images[entry.Index].contiguous().data<float>().ToArray();
            var stamped = torch.tensor(reversed.Trigger.StampOn(image), [1, 1, 8, 8]);
            return network.Logits(stamped).argmax(1).item<long>() == InfectedLabel ? 1.0 : 0;
        });

        Assert.Equal(expected.Average(), reversed.AttackSuccessRate, 9);
    }

    [Fact]
    public void The_number_of_live_tensors_stays_flat()
    {
        Reverse(0, steps: 2);
        var before = LiveTensors.Count();
        var during = new List<long>();
        Reverse(0, steps: 20, onStep: (_, _) => during.Add(torch.Tensor.TotalCount));

        Assert.Equal(before, LiveTensors.Count());
        Assert.Equal(during[1], during[^1]);
    }

    [Fact]
    public void Cancelling_stops_between_mini_batches() =>
        Assert.Throws<OperationCanceledException>(() =>
        {
            using var started = new TriggerReverser(Classifier, network.InputShape, InversionSettings.Paper, 0, temperature: 1).Start(new TriggerAim(0), optimisation);
            started.Step(new CancellationToken(canceled: true));
        });

    private RawImageClassifier Classifier => new(network, PixelRange.Unit);

    private ReversedTrigger Reverse(int label, int seed = 0, int steps = 40, Action<int, double>? onStep = null) =>
        Run(new TriggerReverser(Classifier, network.InputShape, InversionSettings.Fast(network.InputShape) with { MaximumSteps = steps }, seed, temperature: 1), label, onStep);

    private ReversedTrigger Run(TriggerReverser reverser, int label, Action<int, double>? onStep)
    {
        using var started = reverser.Start(new TriggerAim(label), optimisation);
        while (!started.IsOver)
        {
            started.Step(TestContext.Current.CancellationToken);
            onStep?.Invoke(started.Norms.Count, started.BestNorm);
        }

        return reverser.Measure(started, heldOut, stopped: null);
    }

    private static ImageSet ToSet(CleanSamples samples) =>
        new(torch.tensor(samples.Values.ToArray(), [samples.Count, 1, 8, 8]).DetachFromDisposeScope(), samples.Labels);

    /// <summary>Always says label 0, whatever it sees.</summary>
    private sealed class ConstantNetwork : DifferentiableClassifier
    {
        public override ImageShape InputShape => new(1, 8, 8);

        public override int LabelCount => 3;

        public override torch.Tensor Logits(torch.Tensor input) => input.flatten(1).sum(1, keepdim: true).Times(0L).Plus(torch.tensor((float[])[5, 0, 0]));
    }

    /// <summary>The backdoored network behind a step function, whose derivative is 0.</summary>
    private sealed class RoundingNetwork(DifferentiableClassifier network) : DifferentiableClassifier
    {
        public override ImageShape InputShape => network.InputShape;

        public override int LabelCount => network.LabelCount;

        public override torch.Tensor Logits(torch.Tensor input) => network.Logits((input * LastingScalar.Of(255)).floor() / LastingScalar.Of(255));
    }
}
