using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Samples;

namespace ModelAssert.Engine.Tests.Preflight;

public class StoredRangeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    public void Bytes_that_hardly_fill_their_range_are_no_pictures_of_8_bits(int maximum)
    {
        var samples = Samples(0, maximum, PixelRange.Bytes);
        var error = Assert.Throws<ModelAssertException>(() => StoredRange.Of(samples, null, "samples"));
        Assert.Equal(DiagnosticIds.SamplesRangeMismatch, error.Id);
        Assert.Contains($"their largest value is {maximum}", error.Cause, StringComparison.Ordinal);
        Assert.Contains("Store them in 0..255, black and white ones as bool", error.Remedy, StringComparison.Ordinal);
        // What the model takes says nothing of how its samples were stored.
        Assert.Throws<ModelAssertException>(() => StoredRange.Of(samples, PixelRange.Unit, "samples"));
    }

    [Theory]
    [InlineData(0, 1, 0, 1)]
    [InlineData(0.03f, 0.6f, 0, 1)]
    [InlineData(-1, 1, -1, 1)]
    [InlineData(-0.9f, 0.8f, -1, 1)]
    [InlineData(0, 255, 0, 255)]
    public void Floats_say_their_range_by_filling_it(float low, float high, float minimum, float maximum) =>
        Assert.Equal(new PixelRange(minimum, maximum), StoredRange.Of(Samples(low, high, null), null, "samples"));

    [Theory]
    [InlineData(0, 0.004f)] // Divided by 255 twice.
    [InlineData(0, 16)] // Four bits.
    [InlineData(-0.13f, 0.87f)] // The mean subtracted.
    [InlineData(0, 65535)] // 16 bits.
    [InlineData(0, 4095)]
    [InlineData(-128, 127)]
    public void Floats_that_fill_no_usual_range_are_refused(float low, float high) => Assert.Equal(
        DiagnosticIds.SamplesRangeMismatch, Assert.Throws<ModelAssertException>(() => StoredRange.Of(Samples(low, high, null), null, "samples")).Id);

    [Fact]
    public void Normalised_floats_are_refused_with_what_to_give_instead()
    {
        var error = Assert.Throws<ModelAssertException>(() => StoredRange.Of(Samples(-2.1f, 2.6f, null), null, "samples"));

        Assert.Contains("normalised already", error.Cause, StringComparison.Ordinal);
        Assert.Contains("--mean and --standard-deviation", error.Remedy, StringComparison.Ordinal);
    }

    private static CleanSamples Samples(float low, float high, PixelRange? known) => new(
        new ImageShape(1, 2, 2), [.. Enumerable.Range(0, 80).Select(i => low + (high - low) * (i % 4) / 3)], [.. Enumerable.Range(0, 20).Select(i => i % 4)], known);
}
