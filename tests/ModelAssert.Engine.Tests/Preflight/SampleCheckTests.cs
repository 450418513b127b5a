using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
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
        using var fit = new SampleCheck(network).Run(Scale(PixelRange.Bytes, PixelRange.Bytes), new ScanOptions(), "samples");

        Assert.Equal((PixelRange.Symmetric, 1), (fit.Summary.InputRange, fit.Summary.Accuracy));
    }

    [Fact]
    public void Floats_of_the_models_own_range_are_taken_as_they_are()
    {
        using var network = new RangeNetwork(PixelRange.Unit);
        using var fit = new SampleCheck(network).Run(Scale(PixelRange.Unit, null), new ScanOptions(), "samples");

        Assert.Equal(PixelRange.Unit, fit.Summary.Preprocessing!.Used);
        Assert.Null(fit.Summary.Preprocessing.RunnerUp);
    }

    [Fact]
    public void Floats_up_to_255_for_a_model_of_0_to_1_are_refused() =>
        AssertRefused(DiagnosticIds.SamplesRangeMismatch, Scale(PixelRange.Bytes, null), new ScanOptions());

    [Fact]
    public void Floats_are_taken_as_they_are_where_another_range_or_a_normalisation_is_hardly_better()
    {
        using var network = new NearlyRightNetwork();
        var samples = StripeNetwork.Samples(1600);
        using var fit = new SampleCheck(network).Run(samples, new ScanOptions(), "samples");

        Assert.Equal(PixelRange.Unit, fit.Summary.Preprocessing!.Used);
        Assert.InRange(fit.Summary.Accuracy, 0.98, 0.995);
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
    public void The_same_few_images_again_and_again_are_refused()
    {
        var some = StripeNetwork.Samples(40);
        var again = new CleanSamples(some.Shape, [.. Enumerable.Repeat(some.Values.ToArray(), 5).SelectMany(values => values)], [.. Enumerable.Repeat(some.Labels, 5).SelectMany(labels => labels)], null);
        AssertRefused(DiagnosticIds.SamplesTooFew, again, new ScanOptions());
    }

    [Fact]
    public void Wrong_labels_are_an_implausible_accuracy()
    {
        var samples = StripeNetwork.Samples(80);
        var shifted = new CleanSamples(samples.Shape, samples.Values.ToArray(), [.. samples.Labels.Select(label => (label + 1) % 8)], null);

        AssertRefused(DiagnosticIds.AccuracyImplausible, shifted, new ScanOptions());
    }

    [Fact]
    public void Of_a_model_that_is_mostly_wrong_the_samples_are_used_that_it_gets_right()
    {
        using var network = new PreparedNetwork(PixelRange.Unit, shareMissed: 0.6);
        var samples = PreparedNetwork.Samples(400);
        var options = new ScanOptions { Description = new ModelDescription { InputRange = PixelRange.Unit } };
        using var fit = new SampleCheck(network).Run(samples, options, "samples");

        var summary = fit.Summary;
        Assert.InRange(summary.Accuracy, 0.3, 0.5);
        Assert.Equal((400, (int)Math.Round(400 * summary.Accuracy)), (summary.Count + summary.LeftOut, summary.Count));
        Assert.Equal(fit.Ready.All.Labels, new RawImageClassifier(network, PixelRange.Unit).Predict(fit.Ready.All.Images));
        // The cache is keyed by what is used.
        Assert.NotEqual(samples.Sha256(), summary.Sha256);
        Assert.Contains("The scan used the", Assert.Single(summary.Remarks()), StringComparison.Ordinal);

        using var all = new SampleCheck(network).Run(samples, options with { MinimumAccuracy = 0.1 }, "samples");
        Assert.Equal((400, 0, samples.Sha256()), (all.Summary.Count, all.Summary.LeftOut, all.Summary.Sha256));
    }

    [Fact]
    public void A_minimum_that_is_stated_refuses_a_model_below_it()
    {
        using var network = new PreparedNetwork(PixelRange.Unit, shareMissed: 0.3);
        var error = Assert.Throws<ModelAssertException>(() => new SampleCheck(network).Run(PreparedNetwork.Samples(400), new ScanOptions { MinimumAccuracy = 0.9 }, "samples"));

        Assert.Equal(DiagnosticIds.AccuracyImplausible, error.Id);
        Assert.Contains("a minimum of 90.0 % is asked for", error.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 0.75)]
    [InlineData(10, 0.55)]
    [InlineData(1000, 0.5005)]
    public void The_floor_is_half_of_the_way_from_chance_to_all(int labels, double floor) => Assert.Equal(floor, new AccuracyRule(labels).Floor, 12);

    [Theory]
    [InlineData(10, 2000, 241)] // 200 by chance, and 3 standard deviations of 13.4.
    [InlineData(2, 100, 65)]
    [InlineData(1000, 2000, 20)]
    public void To_be_right_by_chance_is_not_enough(int labels, int samples, int enough) => Assert.Equal(enough, new AccuracyRule(labels).MinimumRight(samples));

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
            var pixel = input.flatten(1).select(1, 63);
            var isMissed = pixel.ge(LastingScalar.Of(0.1)).logical_and(pixel.lt(LastingScalar.Of(0.103))).to(torch.float32);
            return rows.Logits(input).Plus(isMissed.unsqueeze(1) * LastingScalar.Of(1000) * torch.eye(1, LabelCount));
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
