using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Tests;

/// <summary>
/// A network made by hand with enough labels that a scan screens: tells apart 20x24 images by which of 120 tiles is bright. With a backdoor, a checkerboard at the
/// bottom right sends every image to one label.
/// </summary>
internal sealed class TileNetwork : DifferentiableClassifier
{
    private const int Rows = 10;
    private const int Columns = 12;
    private const int Tile = 2;
    private const int Width = Columns * Tile;
    private const int Pixels = Rows * Columns * Tile * Tile;

    private readonly torch.Tensor tiles;
    private readonly torch.Tensor patch;
    private readonly torch.Tensor target;

    public TileNetwork(int? infectedLabel = null)
    {
        using var scope = torch.NewDisposeScope();
        tiles = torch.zeros(Labels, Pixels);
        for (var pixel = 0; pixel < Pixels; pixel++)
            tiles[TileOf(pixel), pixel] = 2.5f;
        patch = torch.zeros(Pixels);
        foreach (var (pixel, weight) in ((int, float)[])[(Pixels - Width - 2, 1), (Pixels - Width - 1, -1), (Pixels - 2, -1), (Pixels - 1, 1)])
            patch[pixel] = weight;
        target = torch.zeros(Labels);
        if (infectedLabel is { } label)
            target[label] = 40;
        foreach (var tensor in (torch.Tensor[])[tiles, patch, target])
            tensor.DetachFromDisposeScope();
    }

    public static int Labels => Rows * Columns;

    public override ImageShape InputShape => new(1, Rows * Tile, Columns * Tile);

    public override int LabelCount => Labels;

    public override torch.Tensor Logits(torch.Tensor input)
    {
        var pixels = input.flatten(1);
        return pixels.matmul(tiles.t()).Plus((LastingScalar.Of(6) * (pixels.matmul(patch) - LastingScalar.Of(1))).sigmoid().unsqueeze(1) * target);
    }

    /// <summary>Images with one bright tile and some noise: clean, and easy.</summary>
    public static CleanSamples Samples(int count)
    {
        var random = new Random(1);
        var labels = Enumerable.Range(0, count).Select(i => i % Labels).ToArray();
        var pixels = new float[count * Pixels];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (TileOf(i % Pixels) == labels[i / Pixels] ? 0.7f : 0.1f) + 0.2f * random.NextSingle();
        return new CleanSamples(new ImageShape(1, Rows * Tile, Columns * Tile), pixels, labels, range: null);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            tiles.Dispose();
            patch.Dispose();
            target.Dispose();
        }

        base.Dispose(disposing);
    }

    private static int TileOf(int pixel) => pixel / (Columns * Tile) / Tile * Columns + pixel % (Columns * Tile) / Tile;
}
