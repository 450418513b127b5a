using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Tests.WholeImages;

/// <summary>
/// A network made by hand: tells apart 16x16 images by the pair of rows that is bright, and does not mind the wave that runs through all of them from left to right. With a backdoor, another wave than that sends every image to one label: one
/// that is a fifth of a pixel further, as a warp makes it, or a faint one up and down beside it.
/// </summary>
internal sealed class WaveNetwork : DifferentiableClassifier
{
    private const int Side = 16;
    private const int Labels = 8;
    private const double Period = 8;
    private const float Amplitude = 0.15f;

    private readonly torch.Tensor rows = torch.eye(Labels).repeat_interleave(Side * Side / Labels, 1).DetachFromDisposeScope();
    private readonly torch.Tensor wave;
    private readonly torch.Tensor target;

    /// <param name="infectedLabel">The label of the backdoor, or <see langword="null"/> for a clean network.</param>
    /// <param name="seesWarps">Whether what it sees is the wave of the images, moved; if not, one of its own.</param>
    public WaveNetwork(int? infectedLabel, bool seesWarps)
    {
        using var scope = torch.NewDisposeScope();
        wave = torch.tensor(Pixels((row, column) => seesWarps ? Math.Cos(Phase(column)) : 0.3 * (row % 2 == 0 ? Math.Sin(Phase(row + column) * 2) : -Math.Sin(Phase(row + column) * 2)))).DetachFromDisposeScope();
        target = torch.zeros(Labels);
        if (infectedLabel is { } label)
            target[label] = 60;
        target.DetachFromDisposeScope();
    }

    public override ImageShape InputShape => new(1, Side, Side);

    public override int LabelCount => Labels;

    public override torch.Tensor Logits(torch.Tensor input)
    {
        var pixels = input.flatten(1);
        // Near 0 on clean images. A pixel's displacement of the wave is worth 14 here, a wave of its own of a twentieth of the range 2: one that the search does not step over.
        var response = pixels.matmul(wave);
        return pixels.matmul(rows.t()).Plus((response - LastingScalar.Of(2)).Times(1.5).sigmoid().unsqueeze(1) * target);
    }

    /// <summary>Images with two bright rows, the wave, and some noise. The brighter the rows, the stronger a pattern must be that makes others of them.</summary>
    public static CleanSamples Samples(int count, double bright = 0.6)
    {
        var random = new Random(1);
        var labels = Enumerable.Range(0, count).Select(i => i % Labels).ToArray();
        float[] pixels = [.. labels.SelectMany(label => Pixels((row, column) => (row * Labels / Side == label ? bright : 0.2) + Amplitude * Math.Sin(Phase(column)) + 0.05 * random.NextDouble()))];
        return new CleanSamples(new ImageShape(1, Side, Side), pixels, labels, range: null);
    }

    protected override void Dispose(bool disposing)
    {
        rows.Dispose();
        wave.Dispose();
        target.Dispose();
        base.Dispose(disposing);
    }

    private static double Phase(int place) => 2 * Math.PI * place / Period;

    private static float[] Pixels(Func<int, int, double> value) => [.. Enumerable.Range(0, Side * Side).Select(pixel => (float)value(pixel / Side, pixel % Side))];
}
