using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Tests.Support;

namespace ModelAssert.Engine.Tests.Samples;

public sealed class CifarSamplesTests : IDisposable
{
    private const int Count = 20;
    private const int Pixels = 3 * 32 * 32;
    private static readonly ImageShape Shape = new(3, 32, 32);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_batch_is_read_with_its_labels_and_their_names()
    {
        folder.Write("batches.meta.txt", "airplane\nautomobile\n\n"u8);
        var samples = SampleLoader.Load(folder.Write("test_batch.bin", Batch(1)), Shape, 10);

        Assert.Equal([0, 1, 2], samples.Labels.Take(3));
        Assert.Equal("automobile", samples.LabelNames[1]);
        Assert.Equal([2, 1], ((int[])[2 * Pixels, 2 * Pixels - 1]).Select(at => samples.Values[at]));
        Assert.Equal(PixelRange.Bytes, samples.Range);
    }

    [Fact]
    public void A_folder_gives_its_test_set_else_all_batches()
    {
        folder.Write("data_batch_1.bin", Batch(1));
        folder.Write("data_batch_2.bin", Batch(1));
        Assert.Equal(2 * Count, SampleLoader.Load(folder.Path, Shape, 10).Count);

        folder.Write("test_batch.bin", Batch(1));
        Assert.Equal(Count, SampleLoader.Load(folder.Path, Shape, 10).Count);
    }

    [Fact]
    public void Of_two_labels_the_fine_one_counts_unless_the_model_tells_twenty_apart()
    {
        folder.Write("test.bin", Batch(2));

        Assert.Equal([50, 51], SampleLoader.Load(folder.Path, Shape, 100).Labels.Take(2));
        Assert.Equal([0, 1], SampleLoader.Load(folder.Path, Shape, 20).Labels.Take(2));
    }

    [Fact]
    public void A_length_that_is_no_batch_is_named() => AssertRefused(DiagnosticIds.SamplesNotRecognised, Batch(1)[..^1], Shape);

    [Fact]
    public void Another_size_is_named() => AssertRefused(DiagnosticIds.SamplesShapeMismatch, Batch(1), new ImageShape(3, 28, 28));

    private void AssertRefused(string id, byte[] content, ImageShape shape)
    {
        var path = folder.Write("test_batch.bin", content);
        Assert.Equal(id, Assert.Throws<ModelAssertException>(() => SampleLoader.Load(path, shape, 10)).Id);
    }

    /// <summary>Image i has label i modulo 10, as fine label 50 more, and its number in every pixel.</summary>
    private static byte[] Batch(int labelBytes) =>
        [.. Enumerable.Range(0, Count).SelectMany(i => Label((byte)(i % 10), labelBytes).Concat(Enumerable.Repeat((byte)i, Pixels)))];

    private static byte[] Label(byte label, int labelBytes) => labelBytes == 1 ? [label] : [label, (byte)(label + 50)];
}
