using System.Buffers.Binary;
using System.IO.Compression;
using ModelAssert.Arrays;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Samples.Storage;
using ModelAssert.Engine.Tests.Support;

namespace ModelAssert.Engine.Tests.Samples;

public sealed class ZipSamplesTests : IDisposable
{
    private static readonly ImageShape Shape = new(3, 2, 4);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_zip_of_pictures_is_read_like_the_folder_it_was_made_of()
    {
        var pictures = Pictures("signs/b/", 12).Concat(Pictures("signs/a/", 12)).ToList();
        foreach (var (name, content) in pictures)
            folder.Write("unpacked/" + name, content);
        var zip = folder.WriteZip([.. pictures, ("__MACOSX/signs/._a", [1])]);

        var samples = SampleLoader.Load(zip, Shape, 2);
        Assert.Equal(SampleLoader.Load(Path.Combine(folder.Path, "unpacked"), Shape, 2).Draw(20, 1).Sha256(), samples.Draw(20, 1).Sha256());
        Assert.Equal("b", samples.LabelNames[1]);
    }

    [Fact]
    public void A_zip_may_hold_arrays_or_idx_files()
    {
        using var arrays = new MemoryStream();
        NpzFile.Write(arrays,
            [KeyValuePair.Create("x", NpyArray.Of([24, 3, 2, 4], new byte[24 * 24])), KeyValuePair.Create("y", NpyArray.Of([24], new long[24]))]);
        Assert.Equal(24, SampleLoader.Load(folder.WriteZip([("data/samples.npz", arrays.ToArray())]), Shape, 1).Count);

        var idx = folder.WriteZip(
        [
            ("t10k-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 24, 0, 0, 0, 1, 0, 0, 0, 1, .. new byte[24]]),
            ("t10k-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 24, .. new byte[24]]),
        ]);
        Assert.Equal(24, SampleLoader.Load(idx, new ImageShape(1, 1, 1), 1).Count);
    }

    [Theory]
    [InlineData("../a.ppm")]
    [InlineData("a/../../a.ppm")]
    [InlineData("/etc/a.ppm")]
    [InlineData("C:/a.ppm")]
    [InlineData("a\\b.ppm")]
    public void A_name_that_leads_out_is_refused(string name) => AssertRefused(folder.WriteZip([.. Pictures("a/", 24), (name, [1])]));

    [Fact]
    public void A_name_that_is_there_twice_is_refused() => AssertRefused(folder.WriteZip([.. Pictures("a/", 24), .. Pictures("a/", 1)]));

    [Fact]
    public void A_name_of_very_many_folders_costs_nothing()
    {
        var zip = folder.WriteZip([.. Pictures("a/", 24), (string.Concat(Enumerable.Repeat("a/", 30_000)) + "a.ppm", [1])]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        AssertRefused(zip);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void A_bomb_is_refused_before_it_is_unpacked()
    {
        var zip = folder.WriteZip([.. Pictures("a/", 24), ("a/bomb.ppm", new byte[ZipLimits.MinimumBytesOfBomb + 1])], CompressionLevel.Optimal);
        var before = GC.GetAllocatedBytesForCurrentThread();

        AssertRefused(zip);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, ZipLimits.MinimumBytesOfBomb / 4);
    }

    [Fact]
    public void Files_on_top_of_each_other_are_refused()
    {
        // Every file's data is said to be where the first one's is, as in an overlapping bomb.
        var path = folder.WriteZip(Enumerable.Range(0, 30).Select(i => ($"a/{i:D2}.ppm", Random(4096, i))), CompressionLevel.NoCompression);
        var zip = File.ReadAllBytes(path);
        var directory = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        byte[] shortened = [.. zip[..(directory / 30)], .. zip[directory..]];
        BinaryPrimitives.WriteInt32LittleEndian(shortened.AsSpan(shortened.Length - 6), directory / 30);
        for (var at = shortened.AsSpan().IndexOf("PK\u0001\u0002"u8); at < shortened.Length - 22; at += 46 + "a/00.ppm".Length)
            BinaryPrimitives.WriteInt32LittleEndian(shortened.AsSpan(at + 42), 0);
        File.WriteAllBytes(path, shortened);

        Assert.Contains("on top of each other", AssertRefused(path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_bytes_are_refused() => Assert.Throws<InvalidDataException>(() => BoundedContent.Read(new MemoryStream(new byte[5]), 4));

    [Fact]
    public void Text_is_named() => AssertRefused(folder.Write("samples.zip", "not an archive"u8));

    private static ModelAssertException AssertRefused(string path)
    {
        var refusal = Assert.Throws<ModelAssertException>(() => SampleLoader.Load(path, Shape, 2));
        Assert.Equal(DiagnosticIds.SamplesNotRecognised, refusal.Id);
        return refusal;
    }

    private static IEnumerable<(string Name, byte[] Content)> Pictures(string path, int count) =>
        Enumerable.Range(0, count).Select(i => ($"{path}{i:D3}.ppm", PixelMaps.Ppm(4, 2, (byte)i)));

    private static byte[] Random(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
