using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ModelAssert.Arrays;
using ModelAssert.Engine.Samples;
using SkiaSharp;

namespace ModelAssert.Engine.Tests.Samples;

public sealed class SampleLoaderTests : IDisposable
{
    private const int Count = 24;
    private static readonly ImageShape Shape = new(3, 2, 4);

    private readonly string root = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Npz_images_are_read_channels_first_whatever_their_layout(bool channelsLast)
    {
        var pixels = Enumerable.Range(0, Count * Shape.Volume).Select(i => (byte)(i % 251)).ToArray();
        int[] shape = channelsLast ? [Count, 2, 4, 3] : [Count, 3, 2, 4];
        var samples = Load(WriteNpz(NpyArray.Of(shape, pixels), Labels()));

        Assert.Equal(PixelRange.Bytes, samples.Range);
        Assert.Equal(channelsLast ? 3 : 1, samples.Values[1]);
        Assert.Equal(channelsLast ? 1 : 8, samples.Values[Shape.Area]);
    }

    [Fact]
    public void Safetensors_follow_the_rules_of_npz()
    {
        var pixels = Enumerable.Range(0, Count * Shape.Volume).Select(i => (byte)(i % 251)).ToArray();
        var header = Encoding.UTF8.GetBytes(
            $$$"""{"x":{"dtype":"U8","shape":[24,2,4,3],"data_offsets":[0,{{{pixels.Length}}}]},"y":{"dtype":"I64","shape":[24],"data_offsets":[{{{pixels.Length}}},{{{pixels.Length + Count * 8}}}]}}""");
        var path = Path.Combine(root, "samples.safetensors");
        File.WriteAllBytes(path,
            [.. BitConverter.GetBytes((long)header.Length), .. header, .. pixels, .. Labels().ToIntegers().SelectMany(BitConverter.GetBytes)]);

        var npz = Load(WriteNpz(NpyArray.Of([Count, 2, 4, 3], pixels), Labels()));
        Assert.Equal(npz.Draw(20, 0).Sha256(), Load(path).Draw(20, 0).Sha256());
        Assert.Equal(PixelRange.Bytes, Load(path).Range);
    }

    [Fact]
    public void Npz_floats_have_no_known_range() =>
        Assert.Null(Load(WriteNpz(NpyArray.Of([Count, 3, 2, 4], new float[Count * Shape.Volume]), Labels())).Range);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Idx_files_are_read_plain_and_zipped_with_the_labels_beside_them(bool zipped)
    {
        var grey = new ImageShape(1, 2, 3);
        WriteIdx("train-images-idx3-ubyte", zipped, [Count, 2, 3], new byte[Count * 6]);
        WriteIdx("train-labels-idx1-ubyte", zipped, [Count], new byte[Count]);
        WriteIdx("t10k-images-idx3-ubyte", zipped, [Count, 2, 3], [.. Enumerable.Range(0, Count * 6).Select(i => (byte)i)]);
        WriteIdx("t10k-labels-idx1-ubyte", zipped, [Count], [.. Enumerable.Range(0, Count).Select(i => (byte)(i % 5))]);

        var byFolder = SampleLoader.Load(root, grey, 5);
        var byFile = SampleLoader.Load(Path.Combine(root, "t10k-images-idx3-ubyte" + (zipped ? ".gz" : "")), grey, 5);

        Assert.Equal(7, byFolder.Values[7]);
        Assert.Equal(4, byFolder.Labels[4]);
        Assert.Equal(byFile.Sha256(), byFolder.Sha256());
    }

    [Fact]
    public void Folders_of_pictures_are_labels_in_the_order_of_their_names()
    {
        WritePictures("cat", 12, new SKColor(10, 20, 30));
        WritePictures("Ant", 12, new SKColor(1, 2, 3));
        var samples = Load(root);

        Assert.Equal("Ant", samples.LabelNames[0]);
        Assert.Equal("cat", samples.LabelNames[1]);
        Assert.Equal([1, 2, 3], ((int[])[0, 1, 2]).Select(channel => samples.Values[channel * Shape.Area]));
        Assert.Equal(12, samples.Labels.Count(label => label == 1));
    }

    [Fact]
    public void Folders_with_numbers_are_the_labels_of_these_numbers()
    {
        WritePictures("00003", 12, SKColors.White);
        WritePictures("00010", 12, SKColors.Black);

        Assert.Equal([3, 10], Load(root, labels: 11).Labels.Distinct().Order());
    }

    [Fact]
    public void Grey_models_take_grey_pictures()
    {
        WritePictures("0", 20, new SKColor(77, 77, 77), SKColorType.Gray8);

        Assert.Equal(77, SampleLoader.Load(root, new ImageShape(1, 2, 4), 1).Values[0]);
    }

    [Fact]
    public void Samples_that_are_not_there_are_named() => AssertRefused(DiagnosticIds.SamplesMissing, Path.Combine(root, "none.npz"));

    [Fact]
    public void An_empty_folder_is_named() => AssertRefused(DiagnosticIds.SamplesNotRecognised, root);

    [Fact]
    public void Text_is_named()
    {
        var path = Path.Combine(root, "samples.npz");
        File.WriteAllText(path, "not an archive");
        AssertRefused(DiagnosticIds.SamplesNotRecognised, path);
    }

    [Fact]
    public void An_archive_without_x_and_y_is_named()
    {
        var path = Path.Combine(root, "samples.npz");
        using (var stream = File.Create(path))
            NpzFile.Write(stream, [KeyValuePair.Create("images", NpyArray.Of([1], new float[1]))]);
        AssertRefused(DiagnosticIds.SamplesNotRecognised, path);
    }

    [Fact]
    public void No_samples_are_too_few() =>
        AssertRefused(DiagnosticIds.SamplesTooFew, WriteNpz(NpyArray.Of([0, 3, 2, 4], Array.Empty<byte>()), NpyArray.Of([0], Array.Empty<long>())));

    [Fact]
    public void Another_number_of_channels_is_named() =>
        AssertRefused(DiagnosticIds.SamplesShapeMismatch, WriteNpz(NpyArray.Of([Count, 1, 2, 4], new byte[Count * 8]), Labels()));

    [Fact]
    public void Pictures_of_another_size_are_named()
    {
        WritePictures("0", 20, SKColors.White);
        Assert.Equal(DiagnosticIds.SamplesShapeMismatch,
            Assert.Throws<ModelAssertException>(() => SampleLoader.Load(root, new ImageShape(3, 5, 5), 1).Draw(5, 0)).Id);
    }

    [Fact]
    public void A_damaged_picture_is_named()
    {
        WritePictures("0", 20, SKColors.White);
        File.WriteAllText(Path.Combine(root, "0", "a.png"), "no picture");
        AssertRefused(DiagnosticIds.SamplesNotRecognised, root);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(-1)]
    public void An_unknown_label_is_named(long label)
    {
        var labels = new long[Count];
        labels[5] = label;
        AssertRefused(DiagnosticIds.SamplesLabelOutOfRange, WriteNpz(NpyArray.Of([Count, 3, 2, 4], new byte[Count * Shape.Volume]), NpyArray.Of([Count], labels)));
    }

    [Fact]
    public void A_pixel_that_is_no_number_is_named()
    {
        var values = new float[Count * Shape.Volume];
        values[9] = float.NaN;
        AssertRefused(DiagnosticIds.SamplesRangeMismatch, WriteNpz(NpyArray.Of([Count, 3, 2, 4], values), Labels()));
    }

    [Fact]
    public void Labels_of_another_number_are_named() =>
        AssertRefused(DiagnosticIds.SamplesNotRecognised, WriteNpz(NpyArray.Of([Count, 3, 2, 4], new byte[Count * Shape.Volume]), NpyArray.Of([3], new long[3])));

    [Fact]
    public void A_truncated_idx_file_is_named()
    {
        WriteIdx("t10k-images-idx3-ubyte", zipped: false, [Count, 2, 4], new byte[5]);
        Assert.Equal(DiagnosticIds.SamplesNotRecognised,
            Assert.Throws<ModelAssertException>(() => SampleLoader.Load(root, new ImageShape(1, 2, 4), 6)).Id);
    }

    [Fact]
    public void Drawing_is_a_shuffle_by_seed_without_repetition()
    {
        var samples = StripeNetwork.Samples(40);

        Assert.Equal(samples.Draw(10, 3).Sha256(), samples.Draw(10, 3).Sha256());
        Assert.NotEqual(samples.Draw(10, 3).Sha256(), samples.Draw(10, 4).Sha256());
        Assert.Equal(samples.Labels.Order(), samples.Draw(99, 3).Labels.Order());
    }

    private static CleanSamples Load(string path, int labels = 6) => SampleLoader.Load(path, Shape, labels);

    private static void AssertRefused(string id, string path) => Assert.Equal(id, Assert.Throws<ModelAssertException>(() => Load(path).Draw(Count, 0)).Id);

    private static NpyArray Labels() => NpyArray.Of([Count], Enumerable.Range(0, Count).Select(i => (long)(i % 6)).ToArray());

    private string WriteNpz(NpyArray x, NpyArray y)
    {
        var path = Path.Combine(root, "samples.npz");
        using var stream = File.Create(path);
        NpzFile.Write(stream, [KeyValuePair.Create("x", x), KeyValuePair.Create("y", y)]);
        return path;
    }

    private void WriteIdx(string name, bool zipped, int[] shape, byte[] values)
    {
        using var file = File.Create(Path.Combine(root, name + (zipped ? ".gz" : "")));
        using var content = zipped ? new GZipStream(file, CompressionLevel.Fastest) : (Stream)file;
        content.Write([0, 0, 8, (byte)shape.Length]);
        var extent = new byte[4];
        foreach (var value in shape)
        {
            BinaryPrimitives.WriteInt32BigEndian(extent, value);
            content.Write(extent);
        }

        content.Write(values);
    }

    private void WritePictures(string label, int count, SKColor color, SKColorType type = SKColorType.Rgba8888)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, label)).FullName;
        using var bitmap = new SKBitmap(new SKImageInfo(Shape.Width, Shape.Height, type, SKAlphaType.Opaque));
        bitmap.Erase(color);
        for (var i = 0; i < count; i++)
        {
            using var file = File.Create(Path.Combine(folder, $"{i}.png"));
            bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
        }
    }
}
