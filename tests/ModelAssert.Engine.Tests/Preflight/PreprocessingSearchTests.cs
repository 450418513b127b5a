using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Samples;

namespace ModelAssert.Engine.Tests.Preflight;

public class PreprocessingSearchTests
{
    private static readonly Preprocessing Mnist = new() { Mean = [0.1307], StandardDeviation = [0.3081] };

    [Fact]
    public void A_network_of_normalised_images_is_given_such() => AssertFound(Mnist, PreparedNetwork.Samples(400));

    [Fact]
    public void Also_by_floats_in_0_to_1_which_are_pictures_that_were_not_normalised() => AssertFound(Mnist, PreparedNetwork.Samples(400, stored: PixelRange.Unit));

    [Fact]
    public void Every_usual_preprocessing_of_colours_is_found_and_told_from_the_others()
    {
        var usual = UsualPreprocessing.For(3, null);

        Assert.Equal(usual.Count, usual.Distinct().Count());
        Assert.All(usual, preprocessing => AssertFound(preprocessing, PreparedNetwork.Samples(80, channels: 3), channels: 3));
    }

    [Fact]
    public void What_was_tried_is_told_with_its_accuracy_and_all_samples_are_asked_of_the_best()
    {
        var summary = Check(new PreparedNetwork(Mnist), PreparedNetwork.Samples(400)).Preprocessing!;

        Assert.Equal(["0..1", "0..255", "-1..1", "0..1, normalised as for MNIST", "0..1, normalised as for Fashion-MNIST"], summary.Tried.Select(trial => trial.Name));
        Assert.Equal((1, 400), (summary.Tried[3].Accuracy, summary.Tried[3].Samples));
        Assert.Equal(256, summary.Tried.Min(trial => trial.Samples));
        Assert.Null(summary.Note);
        Assert.Null(summary.RunnerUp);
    }

    [Theory]
    [InlineData("0..1", null)]
    [InlineData("0..1", "0.1307")]
    public void Where_the_range_is_stated_nothing_is_tried(string range, string? mean)
    {
        var texts = new Dictionary<string, string> { ["InputRange"] = range };
        if (mean is not null)
            (texts["Mean"], texts["StandardDeviation"]) = (mean, "0.3081");
        var preprocessing = mean is null ? new Preprocessing() : Mnist;
        var summary = Check(new PreparedNetwork(preprocessing), PreparedNetwork.Samples(80), DescriptionField.Describe(null, texts)).Preprocessing!;

        Assert.Equal((preprocessing, false), (summary.Used, summary.Guessed));
        Assert.Empty(summary.Tried);
    }

    [Fact]
    public void Where_mean_and_deviation_are_stated_only_the_range_is_looked_for()
    {
        var expected = new Preprocessing { InputRange = PixelRange.Bytes, Mean = [127.5], StandardDeviation = [60] };
        var summary = Check(new PreparedNetwork(expected), PreparedNetwork.Samples(80), new ModelDescription { Mean = [127.5], StandardDeviation = [60] }).Preprocessing!;

        Assert.Equal((expected, 3), (summary.Used, summary.Tried.Count));
    }

    [Fact]
    public void Two_that_do_as_well_are_named_with_what_to_state()
    {
        // It compares pixels with each other, so that no range makes a difference.
        using var network = new StripeNetwork();
        var summary = Check(network, Bytes(StripeNetwork.Samples(80))).Preprocessing!;

        Assert.Equal(((Preprocessing)PixelRange.Unit, (Preprocessing)PixelRange.Bytes, true), (summary.Used, summary.RunnerUp, summary.AboutAsWell));
        Assert.Contains("two do about as well: 0..1 (100.0 % of the samples right) and 0..255 (100.0 %)", summary.Note, StringComparison.Ordinal);
        Assert.Contains("--input-range 0..1, or --input-range 0..255", summary.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_guess_that_leaves_a_model_mediocre_is_told_with_what_to_state()
    {
        var summary = Check(new PreparedNetwork(Mnist, shareMissed: 0.25), PreparedNetwork.Samples(400)).Preprocessing!;

        Assert.Equal(Mnist, summary.Used);
        Assert.Contains("The best of 5 that were tried is 0..1, normalised as for MNIST, and the model is right on", summary.Note, StringComparison.Ordinal);
        Assert.Contains("(--input-range, --mean, --standard-deviation, --channel-order)", summary.Note, StringComparison.Ordinal);
        Assert.Contains("--input-range 0..1 --mean 0.1307 --standard-deviation 0.3081", summary.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_helps_the_error_tells_what_was_tried_and_what_to_state()
    {
        using var network = new PreparedNetwork(new Preprocessing { Mean = [7], StandardDeviation = [3] });
        var error = Assert.Throws<ModelAssertException>(() => Check(network, PreparedNetwork.Samples(80)));

        Assert.Equal(DiagnosticIds.AccuracyImplausible, error.Id);
        foreach (var text in (string[])["--input-range", "--mean", "--standard-deviation", "--channel-order"])
            Assert.Contains(text, error.Remedy, StringComparison.Ordinal);
        Assert.Contains("0..1, normalised as for MNIST ", error.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Nearly_the_same_is_no_runner_up()
    {
        var usual = UsualPreprocessing.For(3, null);
        var (imageNet, cifar) = (usual.Single(one => one is { Origin: "ImageNet", ChannelOrder: ChannelOrder.Rgb }), usual.Single(one => one is { Origin: "CIFAR-10", ChannelOrder: ChannelOrder.Rgb }));

        Assert.True(UsualPreprocessing.AreNear(imageNet, cifar, 3));
        Assert.False(UsualPreprocessing.AreNear(imageNet, imageNet with { ChannelOrder = ChannelOrder.Bgr }, 3));
        Assert.All(usual.Where(one => one.Origin is null && one.ChannelOrder == ChannelOrder.Rgb), one => Assert.False(UsualPreprocessing.AreNear(imageNet, one, 3)));
    }

    private static void AssertFound(Preprocessing expected, CleanSamples samples, int channels = 1)
    {
        using var network = new PreparedNetwork(expected, channels);
        var summary = Check(network, samples);

        Assert.Equal((expected, true, 1), (summary.Preprocessing!.Used, summary.Preprocessing.Guessed, summary.Accuracy));
    }

    private static SamplesSummary Check(DifferentiableClassifier network, CleanSamples samples, ModelDescription? description = null)
    {
        using var fit = new SampleCheck(network).Run(samples, new ScanOptions { Description = description }, "samples");
        return fit.Summary;
    }

    private static CleanSamples Bytes(CleanSamples samples) =>
        new(samples.Shape, [.. samples.Values.ToArray().Select(value => value * 255)], [.. samples.Labels], PixelRange.Bytes);
}
