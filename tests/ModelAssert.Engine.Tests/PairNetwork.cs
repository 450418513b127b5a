using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Tests;

/// <summary>
/// A network made by hand: tells apart 8x8 images by the row that is bright, as <see cref="StripeNetwork"/> does. With a backdoor, a 2x2 checkerboard at the bottom right
/// sends images to another label, which one depends on their own.
/// </summary>
internal sealed class PairNetwork : DifferentiableClassifier
{
    private const int Side = 8;

    private readonly torch.Tensor rows = torch.eye(Side).repeat_interleave(Side, 1).DetachFromDisposeScope();
    private readonly torch.Tensor patch;
    private readonly torch.Tensor targets;

    /// <param name="backdoors">The sources that react, each with its target.</param>
    public PairNetwork(params (int Source, int Target)[] backdoors)
    {
        using var scope = torch.NewDisposeScope();
        patch = torch.zeros(Side * Side);
        foreach (var (pixel, weight) in StripeNetwork.Patch.Zip((int[])[1, -1, -1, 1]))
            patch[pixel] = weight;
        targets = torch.zeros(Side, Side);
        foreach (var (source, target) in backdoors)
            targets[source, target] = 40;
        patch.DetachFromDisposeScope();
        targets.DetachFromDisposeScope();
    }

    public override ImageShape InputShape => new(1, Side, Side);

    public override int LabelCount => Side;

    public override torch.Tensor Logits(torch.Tensor input)
    {
        var pixels = input.flatten(1);
        var shown = pixels.matmul(rows.t());
        var patchIsThere = (LastingScalar.Of(6) * (pixels.matmul(patch) - LastingScalar.Of(1))).sigmoid();
        return shown.Plus(patchIsThere.unsqueeze(1) * (LastingScalar.Of(4) * shown).softmax(1).matmul(targets));
    }

    protected override void Dispose(bool disposing)
    {
        rows.Dispose();
        patch.Dispose();
        targets.Dispose();
        base.Dispose(disposing);
    }
}
