using Microsoft.ML.OnnxRuntime;
using ModelAssert.Tests;
using static ModelAssert.Onnx.Format.TensorProto.Types;

namespace ModelAssert.Filtering.Tests;

public sealed class BackdoorFilterTests : IDisposable
{
    private static readonly float[] Second = [0, 1, 0, 0.25f];

    private static readonly float[] Stamped = [0, 1, 0, 0.75f];

    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("modelassert-test-").FullName, "filter.onnx");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Fact]
    public void It_says_what_the_file_says()
    {
        using var filter = Load();

        Assert.Equal([1L, 2, 2], filter.ImageShape);
        Assert.Equal([2], filter.InfectedLabels);
        Assert.Equal((3, 5f, null), (filter.LabelCount, filter.Threshold, filter.SafeLabel));
        Assert.Equal(0.05, filter.FalsePositiveRate, tolerance: 1e-6);
    }

    [Theory]
    [InlineData("Float")]
    [InlineData("Float16")]
    [InlineData("Double")]
    public void An_image_is_classified_and_one_with_the_trigger_is_rejected(string precision)
    {
        using var filter = Load(precision: Enum.Parse<DataType>(precision));

        Assert.Equal((2.5f, 7.5f), (filter.Score(Second), filter.Score(Stamped)));
        var (clean, stamped) = (filter.Classify(Second), filter.Classify(Stamped));
        Assert.Equal((2, 2.25f), (clean.ModelLabel, clean.Outputs[2]));
        Assert.Equal((2, false), (clean.Label, clean.IsRejected));
        Assert.Equal((null, true, 2, 7.5f), (stamped.Label, stamped.IsRejected, stamped.ModelLabel, stamped.Score));
        Assert.Equal([0, 1, 6.75f], stamped.Outputs);
    }

    [Fact]
    public void A_rejected_image_gets_the_safe_label_of_the_options_or_of_the_file()
    {
        using var ofFile = Load(settings: ("safeLabel", "1"));
        using var ofOptions = Load(new BackdoorFilterOptions { SafeLabel = 0 }, settings: ("safeLabel", "1"));

        Assert.Equal((1, true), (ofFile.Classify(Stamped).Label, ofFile.Classify(Stamped).IsRejected));
        Assert.Equal((0, 2), (ofOptions.Classify(Stamped).Label, ofOptions.Classify(Second).Label));
    }

    [Fact]
    public void Another_threshold_rejects_what_is_above_it()
    {
        using var filter = Load(new BackdoorFilterOptions { Threshold = 2.5f });

        Assert.False(filter.Classify(Second).IsRejected);
        Assert.True(filter.Classify([0, 1, 0, 0.251f]).IsRejected);
        // What is no number is above no threshold, and is rejected all the same.
        Assert.True(filter.Classify([0, 1, 0, float.NaN]).IsRejected);
    }

    [Theory]
    [InlineData("any", 300)]
    [InlineData("1", 3)]
    [InlineData("any", 0)]
    public void Batches_give_what_single_images_give(string batch, int count)
    {
        using var filter = Load(settings: ("batch", batch));
        float[] images = [.. Enumerable.Range(0, count).SelectMany(i => (float[])[1, 0, 0, i / 300f])];

        var (scores, results) = (filter.ScoreBatch(images), filter.ClassifyBatch(images));

        Assert.Equal((count, count), (scores.Length, results.Length));
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(filter.Score(images.AsSpan(4 * i, 4)), scores[i]);
            Assert.Equal(scores[i], results[i].Score);
        }
    }

    [Fact]
    public void It_is_run_by_several_threads_at_once()
    {
        using var filter = Load();

        Parallel.For(0, 200, i =>
        {
            var brightness = i / 200f;
            Assert.Equal(10 * brightness, filter.Score([0, 0, 0, brightness]), tolerance: 1e-5);
        });
    }

    [Fact]
    public void Session_options_are_used_and_stay_the_callers()
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using (Load(new BackdoorFilterOptions { SessionOptions = options }))
        {
        }

        using var again = Load(new BackdoorFilterOptions { SessionOptions = options });
        Assert.Equal(7.5f, again.Score(Stamped));
    }

    [Theory]
    [InlineData("version", null, "a model without a score")]
    [InlineData("version", "2", "its version is '2'")]
    [InlineData("threshold", null, "it does not say 'modelassert.filter.threshold'")]
    [InlineData("threshold", "high", "'high'")]
    [InlineData("threshold", "NaN", "'NaN'")]
    [InlineData("falsePositiveRate", "2", "'2'")]
    [InlineData("shape", "1,2,2,1", "'1,2,2,1'")]
    [InlineData("shape", "1,-2,2", "'1,-2,2'")]
    [InlineData("shape", "99999,99999,99999", "'99999,99999,99999'")]
    [InlineData("score", "y2", "'y2'")]
    [InlineData("output", "x", "'x'")]
    [InlineData("input", "image", "'image'")]
    [InlineData("labels", "1", "'1'")]
    [InlineData("infectedLabels", "3", "'3'")]
    [InlineData("safeLabel", "3", "'3'")]
    public void What_is_no_filter_is_refused_by_name(string key, string? value, string because)
    {
        var refusal = Assert.Throws<BackdoorFilterException>(() => Load(settings: (key, value)));

        Assert.Equal((BackdoorFilterException.NotRecognised, path), (refusal.Id, refusal.File));
        Assert.StartsWith($"MODELASSERT3004: {path}: This is not a filter: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("labels", "4")]
    [InlineData("shape", "1,4,1")]
    [InlineData("score", "y")]
    public void A_file_that_does_not_do_what_it_says_is_refused_when_it_runs(string key, string value)
    {
        using var filter = Load(settings: (key, value));

        Assert.Equal(BackdoorFilterException.NotRecognised, Assert.Throws<BackdoorFilterException>(() => filter.Score(Second)).Id);
    }

    [Fact]
    public void What_is_no_model_or_not_there_is_refused_by_name()
    {
        File.WriteAllText(path, "no model");
        Assert.Equal(BackdoorFilterException.NotRecognised, Assert.Throws<BackdoorFilterException>(() => BackdoorFilter.Load(path)).Id);
        Assert.Equal(BackdoorFilterException.NotRecognised, Assert.Throws<BackdoorFilterException>(() => BackdoorFilter.Load(path + ".gone")).Id);
    }

    [Fact]
    public void Images_and_options_that_do_not_fit_are_refused_by_name()
    {
        using var filter = Load();
        RefusedAs("Give one image of 4 values (1x2x2)", () => filter.Score([1, 2, 3]));
        RefusedAs("Give one image", () => filter.Classify(new float[8]));
        RefusedAs("images of 4 values each", () => filter.ScoreBatch(new float[6]));
        RefusedAs("'SafeLabel' is '3'", () => Load(new BackdoorFilterOptions { SafeLabel = 3 }));
        RefusedAs("not infected", () => Load(new BackdoorFilterOptions { SafeLabel = 2 }));
        RefusedAs("'Threshold' is 'NaN'", () => Load(new BackdoorFilterOptions { Threshold = float.NaN }));

        static void RefusedAs(string because, Func<object?> action)
        {
            var refusal = Assert.Throws<BackdoorFilterException>(() => action());
            Assert.Equal(BackdoorFilterException.Unfit, refusal.Id);
            Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_disposed_of_says_so()
    {
        var filter = Load();
        filter.Dispose();
        filter.Dispose();

        Assert.Throws<ObjectDisposedException>(() => filter.Score(Second));
    }

    private BackdoorFilter Load(BackdoorFilterOptions? options = null, DataType precision = DataType.Float, params (string Key, string? Value)[] settings)
    {
        File.WriteAllBytes(path, TinyFilter.Bytes(precision, settings));
        return BackdoorFilter.Load(path, options);
    }
}
