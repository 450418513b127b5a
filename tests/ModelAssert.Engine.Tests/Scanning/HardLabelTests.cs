using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Scanning;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Scanning;

/// <summary>A label for which a trigger is hard to find: it gets more effort, and a model with one that nothing is known of is not called clean.</summary>
public class HardLabelTests
{
    private const int Hard = 3;

    [Fact]
    public void A_label_that_nothing_reaches_gets_more_steps_and_keeps_the_model_from_being_called_clean()
    {
        var told = new List<string>();
        using var network = new Handicapped(100);
        var findings = Scan(network, new Told(told));

        findings.AssertVerdict(Verdict.Inconclusive);
        Assert.Equal([Hard], findings.Labels!.Judgement.Labels.Where(label => label.State == LabelState.Inconclusive).Select(label => label.Label));
        Assert.Contains($"Label {Hard} was not judged: no working trigger was found for it.", findings.Reasons);
        Assert.Contains($"label {Hard} has no working trigger yet and gets more steps", told);
    }

    [Fact]
    public void One_that_is_reached_by_painting_over_nearly_everything_is_judged()
    {
        using var network = new Handicapped(7.9);
        var findings = Scan(network);

        findings.AssertVerdict(Verdict.Clean);
        Assert.InRange(findings.Labels!.Triggers[Hard].Trigger.MaskL1Norm, 50, 64);
    }

    [Fact]
    public void One_that_no_start_reaches_begins_with_a_whole_image_of_its_own()
    {
        var told = new List<string>();
        using var network = new Sleeping();
        var findings = new BackdoorScanner(network).Scan(
            StripeNetwork.Samples(400), "samples", new ScanOptions { Description = new ModelDescription { InputRange = PixelRange.Unit } }, new Told(told), TestContext.Current.CancellationToken);

        Assert.Contains($"label {Hard} has none even so and begins with a whole image", told);
        // The label has a number, and it does not acquit: whoever flattens the gradient of a label may hide a smaller trigger for it.
        Assert.Contains($"Label {Hard} was not judged: only from a whole image of its own was a working trigger found for it, and there may be a smaller one.", findings.Reasons);
        Assert.InRange(findings.Labels!.Triggers[Hard].AttackSuccessRate, 0.99, 1);
        findings.AssertVerdict(Verdict.Inconclusive);
    }

    [Fact]
    public void More_steps_end_as_soon_after_the_first_success_as_those_of_other_labels()
    {
        using var scope = torch.NewDisposeScope();
        using var network = new StripeNetwork();
        using var fit = new BackdoorScanner(network).Fit(StripeNetwork.Samples(200), "samples", new ScanOptions());
        var settings = InversionSettings.Fast(network.InputShape).Longer();
        using var optimisation = new TriggerReverser(new RawImageClassifier(network, fit.Ready.Preprocessing), network.InputShape, settings, seed: 0, temperature: 1).Start(new TriggerAim(2), fit.Ready.Optimisation);
        while (!optimisation.IsOver)
            optimisation.Step(TestContext.Current.CancellationToken);

        Assert.Equal((64, 10), (settings.MaximumSteps, settings.StepsAfterSuccess));
        // Each of the two starts for itself.
        Assert.InRange(optimisation.Norms.Count, optimisation.FirstSuccess!.Value + 10, 64);
    }

    /// <summary>On samples of the other labels, all of which the network is right on.</summary>
    private static ScanFindings Scan(DifferentiableClassifier network, IProgress<ScanProgress>? progress = null)
    {
        var samples = StripeNetwork.Samples(400);
        var others = samples.Only([.. Enumerable.Range(0, samples.Count).Where(i => samples.Labels[i] != Hard)]);
        return new BackdoorScanner(network).Scan(others, "samples", new ScanOptions { Description = new ModelDescription { InputRange = PixelRange.Unit } }, progress, TestContext.Current.CancellationToken);
    }

    private sealed class Told(List<string> messages) : IProgress<ScanProgress>
    {
        public void Report(ScanProgress value)
        {
            lock (messages)
                messages.Add(value.Message ?? "");
        }
    }

    /// <summary>Tells stripes apart, and one label only where its row is bright and nearly all others are dark.</summary>
    private sealed class Handicapped(double handicap) : DifferentiableClassifier
    {
        private readonly StripeNetwork stripes = new();

        public override ImageShape InputShape => stripes.InputShape;

        public override int LabelCount => stripes.LabelCount;

        public override torch.Tensor Logits(torch.Tensor input)
        {
            using var bias = torch.zeros(LabelCount);
            bias[Hard] = (float)handicap;
            return (stripes.Logits(input.clamp(LastingScalar.Of(0), LastingScalar.Of(1))) - bias) * LastingScalar.Of(4);
        }
    }

    /// <summary>Tells stripes apart, and one label only where most of its row is bright already: from anywhere else no gradient leads there.</summary>
    private sealed class Sleeping : DifferentiableClassifier
    {
        private readonly StripeNetwork stripes = new();

        public override ImageShape InputShape => stripes.InputShape;

        public override int LabelCount => stripes.LabelCount;

        public override torch.Tensor Logits(torch.Tensor input)
        {
            var logits = stripes.Logits(input);
            var columns = logits.unbind(1);
            columns[Hard] = (columns[Hard] - LastingScalar.Of(4.5)).relu() * LastingScalar.Of(6) - LastingScalar.Of(1);
            return torch.stack(columns, 1);
        }
    }
}
