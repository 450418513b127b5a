using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ModelAssert.Arrays;

namespace ModelAssert.Fuzz.Samples;

/// <summary>Small arrays x and y, in every container.</summary>
internal static class ArraySeeds
{
    public const int Count = 24;
    private const int Volume = 24;

    private static readonly byte[] Bytes = [.. Enumerable.Range(0, Count * Volume).Select(i => (byte)(i * 7))];
    private static readonly float[] Floats = Array.ConvertAll(Bytes, value => value / 255f);
    private static readonly long[] Labels = [.. Enumerable.Range(0, Count).Select(i => (long)(i % 10))];

    public static byte[][] Npz() =>
    [
        Write(NpyArray.Of([Count, 3, 2, 4], Bytes), CompressionLevel.NoCompression),
        Write(NpyArray.Of([Count, 2, 4, 3], Bytes), CompressionLevel.Optimal),
        Write(NpyArray.Of([Count, 3, 2, 4], Floats), CompressionLevel.NoCompression),
    ];

    /// <summary>Arrays as they are in an archive, so that damage goes to their own header.</summary>
    public static byte[][] Npy() => [.. Npz().Select(Unwrap)];

    /// <summary>An archive whose images are a given file.</summary>
    public static byte[] Wrap(byte[] x)
    {
        using var y = new MemoryStream();
        NpzFile.Write(y, [KeyValuePair.Create("y", NpyArray.Of([Count], Labels))], CompressionLevel.NoCompression);
        using (var zip = new ZipArchive(y, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.CreateEntry("x.npy", CompressionLevel.NoCompression);
            entry.LastWriteTime = ZipSeeds.Timestamp;
            using var content = entry.Open();
            content.Write(x);
        }

        return y.ToArray();
    }

    public static byte[][] Safetensors() =>
    [
        Safetensors("U8", Bytes),
        Safetensors("F32", [.. Floats.SelectMany(BitConverter.GetBytes)]),
        Safetensors("F16", [.. Floats.SelectMany(value => BitConverter.GetBytes((Half)value))]),
    ];

    private static byte[] Safetensors(string type, byte[] x)
    {
        byte[] y = [.. Labels.SelectMany(BitConverter.GetBytes)];
        var header = Encoding.UTF8.GetBytes(
            $$$"""{"__metadata__":{"made":"here"},"x":{"dtype":"{{{type}}}","shape":[{{{Count}}},3,2,4],"data_offsets":[0,{{{x.Length}}}]},"y":{"dtype":"I64","shape":[{{{Count}}}],"data_offsets":[{{{x.Length}}},{{{x.Length + y.Length}}}]}}""");
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. x, .. y];
    }

    private static byte[] Write(NpyArray x, CompressionLevel level)
    {
        using var stream = new MemoryStream();
        NpzFile.Write(stream, [KeyValuePair.Create("x", x), KeyValuePair.Create("y", NpyArray.Of([Count], Labels))], level);
        return stream.ToArray();
    }

    private static byte[] Unwrap(byte[] npz)
    {
        using var zip = new ZipArchive(new MemoryStream(npz));
        using var content = zip.GetEntry("x.npy")!.Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }
}
