using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Samples.Pictures;
using SkiaSharp;

namespace ModelAssert.Fuzz.Samples;

/// <summary>The readers of samples, each as a scan uses it: labels are read, and then images are drawn.</summary>
internal static class SampleTargets
{
    private const int LabelCount = 10;
    private const int Drawn = 50;
    private static readonly ImageShape Small = new(3, 2, 4);

    public static IEnumerable<FuzzTarget> All(ScratchFolder scratch) =>
    [
        new("npz", ArraySeeds.Npz(), input => Load(scratch.Write("samples.npz", input), Small)),
        new("npy", ArraySeeds.Npy(), input => Load(scratch.Write("array.npz", ArraySeeds.Wrap(input)), Small)),
        new("safetensors", ArraySeeds.Safetensors(), input => Load(scratch.Write("samples.safetensors", input), Small)),
        new("idx", IdxSeeds.All(), input => LoadIdx(scratch, input)),
        new("cifar", CifarSeeds.All(), input => Load(scratch.Write("test_batch.bin", input), new ImageShape(3, 32, 32))),
        new("zip", ZipSeeds.All(), input => LoadZip(scratch.Write("samples.zip", input))),
        new("gtsrb-list", ZipSeeds.Lists(), input => Load(scratch.Write("list.zip", ZipSeeds.WithList(input)), Small)),
        new("png", PictureSeeds.Of(SKEncodedImageFormat.Png), Decode, PngChecksums.Mend),
        new("jpg", PictureSeeds.Of(SKEncodedImageFormat.Jpeg), Decode),
        new("webp", PictureSeeds.Of(SKEncodedImageFormat.Webp), Decode),
        new("bmp", PictureSeeds.Bitmaps(), Decode),
        new("pnm", PictureSeeds.PixelMaps(), Decode),
    ];

    private static void Load(string path, ImageShape shape) => SampleLoader.Load(path, shape, LabelCount).Draw(Drawn, 0);

    /// <summary>The input stands for the images, and then for the labels.</summary>
    private static void LoadIdx(ScratchFolder scratch, byte[] input)
    {
        var grey = new ImageShape(1, 2, 4);
        try
        {
            scratch.Write("a-labels-idx1-ubyte", IdxSeeds.Labels);
            Load(scratch.Write("a-images-idx3-ubyte", input), grey);
        }
        catch (ModelAssertException)
        {
            scratch.Write("b-labels-idx1-ubyte", input);
            Load(scratch.Write("b-images-idx3-ubyte", IdxSeeds.Images), grey);
        }
    }

    /// <summary>Zips hold colour pictures or arrays, and grey IDX files.</summary>
    private static void LoadZip(string path)
    {
        try
        {
            Load(path, Small);
        }
        catch (ModelAssertException)
        {
            Load(path, new ImageShape(1, 2, 4));
        }
    }

    private static void Decode(byte[] input)
    {
        var files = new OneFile(input);
        try
        {
            new PictureImages(files, "fuzz", ["picture"], PictureSeeds.Shape).Read([0]);
        }
        catch (ModelAssertException)
        {
            new PictureImages(files, "fuzz", ["picture"], PictureSeeds.Shape with { Channels = 1 }).Read([0]);
        }
    }
}
