using System.IO.Compression;

namespace ModelAssert.Fuzz.Samples;

/// <summary>IDX files of images and of labels, plain and gzip.</summary>
internal static class IdxSeeds
{
    public static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 24, 0, 0, 0, 2, 0, 0, 0, 4, .. Enumerable.Range(0, 24 * 8).Select(i => (byte)(i * 5))];
    public static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 24, .. Enumerable.Range(0, 24).Select(i => (byte)(i % 10))];

    public static byte[][] All() => [Images, Labels, Zip(Images), Zip(Labels)];

    private static byte[] Zip(byte[] content)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal))
            gzip.Write(content);
        return zipped.ToArray();
    }
}
