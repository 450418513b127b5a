using System.IO.Compression;
using System.Text;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Tests.Support;

namespace ModelAssert.Engine.Tests.Samples;

public sealed class BooleanSamplesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>What NumPy makes of <c>x &gt; 127</c>: black and white pictures, and their type says so.</summary>
    [Fact]
    public void Truth_values_are_pictures_of_0_and_1()
    {
        var path = Path.Combine(folder.Path, "bool.npz");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            Write(archive, "x", "|b1", "20, 2, 2", [.. Enumerable.Range(0, 80).Select(i => (byte)(i % 3 == 0 ? 1 : 0))]);
            Write(archive, "y", "|u1", "20", [.. Enumerable.Range(0, 20).Select(i => (byte)(i % 4))]);
        }

        var samples = SampleLoader.Load(path, new ImageShape(1, 2, 2), 4);

        Assert.Equal(PixelRange.Unit, samples.Range);
        Assert.Equal([1f, 0f, 0f, 1f], samples.Values[..4].ToArray());
    }

    private static void Write(ZipArchive archive, string name, string type, string shape, byte[] values)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({shape},), }}";
        header = header.PadRight(64 * 2 - 10 - 1) + "\n";
        using var stream = archive.CreateEntry(name + ".npy", CompressionLevel.NoCompression).Open();
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. values]);
    }
}
