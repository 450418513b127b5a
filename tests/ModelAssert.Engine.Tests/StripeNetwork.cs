using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Tests;

/// <summary>
/// A network made by hand: tells apart 8x8 images by the row that is bright. With a backdoor, a 2x2 checkerboard at the bottom right sends every image
/// to one label.
/// </summary>
internal sealed class StripeNetwork : DifferentiableClassifier
{
    private const int Side = 8;
    private const float PatchWeight = 40;

    /// <summary>The pixels that the backdoor looks at.</summary>
    public static readonly int[] Patch = [54, 55, 62, 63];

    private readonly torch.Tensor rows = torch.eye(Side).repeat_interleave(Side, 1).DetachFromDisposeScope();
    private readonly torch.Tensor patch;
    private readonly torch.Tensor target;

    private readonly bool isSilent;

    /// <param name="infectedLabel">The label of the backdoor, or <see langword="null"/> for a clean network.</param>
    /// <param name="isSilent">Whether the backdoor is a step that gives no gradient.</param>
    public StripeNetwork(int? infectedLabel = null, bool isSilent = false)
    {
        this.isSilent = isSilent;
        using var scope = torch.NewDisposeScope();
        patch = torch.zeros(Side * Side);
        target = torch.zeros(Side);
        foreach (var (pixel, weight) in Patch.Zip((int[])[1, -1, -1, 1]))
            patch[pixel] = weight;
        if (infectedLabel is { } label)
            target[label] = PatchWeight;
        patch.DetachFromDisposeScope();
        target.DetachFromDisposeScope();
    }

    public override ImageShape InputShape => new(1, Side, Side);

    public override int LabelCount => Side;

    public override torch.Tensor Logits(torch.Tensor input)
    {
        var pixels = input.flatten(1);
        // Close to 0 on clean images, close to 1 under the checkerboard, and never without a gradient.
        var response = pixels.matmul(patch);
        var patchIsThere = isSilent ? response.gt(LastingScalar.Of(1)).to(torch.float32) : (LastingScalar.Of(6) * (response - LastingScalar.Of(1))).sigmoid();
        return pixels.matmul(rows.t()).Plus(patchIsThere.unsqueeze(1) * target);
    }

    /// <summary>Images with one bright row and some noise: clean, and easy.</summary>
    public static CleanSamples Samples(int count, int seed = 1, int labels = Side)
    {
        var random = new Random(seed);
        int[] shown = [.. Enumerable.Range(0, count).Select(i => i % labels)];
        var pixels = new float[count * Side * Side];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (image, row) = (i / (Side * Side), i / Side % Side);
            pixels[i] = (row == shown[image] ? 0.7f : 0.1f) + 0.2f * random.NextSingle();
        }

        return new CleanSamples(new ImageShape(1, Side, Side), pixels, shown, range: null);
    }

    protected override void Dispose(bool disposing)
    {
        rows.Dispose();
        patch.Dispose();
        target.Dispose();
        base.Dispose(disposing);
    }
}
