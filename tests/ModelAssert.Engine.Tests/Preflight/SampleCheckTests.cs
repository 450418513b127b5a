using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Preflight;

public class SampleCheckTests
{
    [Fact]
    public void Bytes_are_shown_to_the_model_in_the_range_on_which_it_is_right()
    {
        using var network = new RangeNetwork(PixelRange.Symmetric);
        var (ready, _) = new SampleCheck(network).Run(Scale(PixelRange.Bytes, PixelRange.Bytes), new ScanOptions(), "samples");
        using (ready)
        {
            Assert.Equal(PixelRange.Symmetric, ready.InputRange);
            Assert.Equal(1, ready.Accuracy);
        }
    }

    [Fact]
    public void Floats_of_the_models_own_range_are_taken_as_they_are()
    {
        using var network = new RangeNetwork(PixelRange.Unit);
        var (ready, _) = new SampleCheck(network).Run(Scale(PixelRange.Unit, null), new ScanOptions(), "samples");
        using (ready)
            Assert.Equal(PixelRange.Unit, ready.InputRange);
    }

    [Fact]
    public void Floats_up_to_255_for_a_model_of_0_to_1_are_refused() =>
        AssertRefused(DiagnosticIds.SamplesRangeMismatch, Scale(PixelRange.Bytes, null), new ScanOptions());

    [Fact]
    public void Floats_are_taken_as_they_are_where_another_range_is_hardly_better()
    {
        using var network = new NearlyRightNetwork();
        var samples = StripeNetwork.Samples(1600);
        var (ready, _) = new SampleCheck(network).Run(samples, new ScanOptions(), "samples");
        using (ready)
        {
            Assert.Equal(PixelRange.Unit, ready.InputRange);
            Assert.InRange(ready.Accuracy, 0.98, 0.995);
        }
    }

    [Fact]
    public void Floats_outside_of_the_stated_range_are_refused() =>
        AssertRefused(DiagnosticIds.SamplesRangeMismatch, Scale(PixelRange.Bytes, null), new ScanOptions { Description = new ModelDescription { InputRange = PixelRange.Unit } });

    [Fact]
    public void Floats_that_hardly_fill_the_stated_range_are_refused() =>
        AssertRefused(DiagnosticIds.SamplesRangeMismatch, Scale(PixelRange.Unit, null), new ScanOptions { Description = new ModelDescription { InputRange = PixelRange.Bytes } });

    [Fact]
    public void Floats_in_no_usual_range_are_refused() =>
        AssertRefused(DiagnosticIds.SamplesRangeMismatch, Scale(new PixelRange(-500, 1000), null), new ScanOptions());

    [Fact]
    public void Wrong_labels_are_an_implausible_accuracy()
    {
        var samples = StripeNetwork.Samples(80);
        var shifted = new CleanSamples(samples.Shape, samples.Values.ToArray(), [.. samples.Labels.Select(label => (label + 1) % 8)], null);

        AssertRefused(DiagnosticIds.AccuracyImplausible, shifted, new ScanOptions());
    }

    [Fact]
    public void Samples_of_one_label_are_refused()
    {
        var samples = StripeNetwork.Samples(800);
        var ones = Enumerable.Range(0, 800).Where(i => i % 8 == 1).ToArray();
        var values = ones.SelectMany(i => samples.Values.Slice(i * 64, 64).ToArray()).ToArray();

        AssertRefused(DiagnosticIds.SamplesTooFew, new CleanSamples(samples.Shape, values, [.. ones.Select(_ => 1)], null), new ScanOptions());
    }

    /// <summary>Takes one image in a hundred for label 0, in 0 to 1 alone.</summary>
    private sealed class NearlyRightNetwork : DifferentiableClassifier
    {
        private readonly StripeNetwork rows = new();

        public override ImageShape InputShape => rows.InputShape;

        public override int LabelCount => rows.LabelCount;

        public override torch.Tensor Logits(torch.Tensor input)
        {
            var isMissed = (input.flatten(1).select(1, 63) < 0.103).to(torch.float32);
            return rows.Logits(input) + isMissed.unsqueeze(1) * 1000 * torch.eye(1, LabelCount);
        }

        protected override void Dispose(bool disposing)
        {
            rows.Dispose();
            base.Dispose(disposing);
        }
    }

    private static CleanSamples Scale(PixelRange range, PixelRange? known)
    {
        var samples = StripeNetwork.Samples(160);
        return new CleanSamples(
            samples.Shape, [.. samples.Values.ToArray().Select(value => value * range.Span + range.Minimum)], [.. samples.Labels], known);
    }

    private static void AssertRefused(string id, CleanSamples samples, ScanOptions options)
    {
        using var network = new RangeNetwork(PixelRange.Unit);

        Assert.Equal(id, Assert.Throws<ModelAssertException>(() => new SampleCheck(network).Run(samples, options, "samples")).Id);
    }
}
