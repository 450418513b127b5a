using System.IO.Compression;
using System.Text;

namespace ModelAssert.Fuzz.Samples;

/// <summary>Zips of everything that a zip may hold.</summary>
internal static class ZipSeeds
{
    public static readonly DateTimeOffset Timestamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly (string, byte[])[] Pictures =
        [.. Enumerable.Range(0, 22).Select(i => ($"signs/{i % 2}/{i}.ppm", PictureSeeds.PixelMap("P6", 4, 2, 24)))];

    private static readonly (string, byte[])[] FlatPictures =
        [.. Enumerable.Range(0, 22).Select(i => ($"Final_Test/Images/{i}.ppm", PictureSeeds.PixelMap("P6", 4, 2, 24)))];

    private static readonly byte[] List = Encoding.ASCII.GetBytes(string.Join("\r\n",
        ["Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId", .. Enumerable.Range(0, 22).Select(i => $"{i}.ppm;4;2;0;0;4;2;{i % 10}"), ""]));

    public static byte[][] All() =>
    [
        Write(CompressionLevel.NoCompression, Pictures),
        Write(CompressionLevel.Optimal, Pictures),
        Write(CompressionLevel.NoCompression, ("samples.npz", ArraySeeds.Npz()[0])),
        Write(CompressionLevel.NoCompression, ("a/samples.safetensors", ArraySeeds.Safetensors()[0])),
        Write(CompressionLevel.Optimal, ("t10k-images-idx3-ubyte", IdxSeeds.Images), ("t10k-labels-idx1-ubyte", IdxSeeds.Labels)),
        WithList(List),
        Zip64Seed.Of("samples.npz", ArraySeeds.Npz()[0]),
    ];

    public static byte[][] Lists() => [List, [.. "\uFEFF"u8, .. List]];

    /// <summary>The test set of GTSRB, whose list is a given file.</summary>
    public static byte[] WithList(byte[] list) => Write(CompressionLevel.NoCompression, [("Final_Test/GT-final_test.csv", list), .. FlatPictures]);

    private static byte[] Write(CompressionLevel level, params IEnumerable<(string Name, byte[] Content)> entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                var entry = zip.CreateEntry(name, level);
                // A fixed time: the same seed gives the same inputs, tomorrow too.
                entry.LastWriteTime = Timestamp;
                using var stored = entry.Open();
                stored.Write(content);
            }
        }

        return stream.ToArray();
    }
}
