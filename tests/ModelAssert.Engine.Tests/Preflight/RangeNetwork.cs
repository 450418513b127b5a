using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Preflight;

/// <summary>The stripe network for pixels of one range; pixels far outside of it blind it.</summary>
internal sealed class RangeNetwork(PixelRange range) : DifferentiableClassifier
{
    private readonly StripeNetwork stripes = new();

    public override ImageShape InputShape => stripes.InputShape;

    public override int LabelCount => stripes.LabelCount;

    public override torch.Tensor Logits(torch.Tensor input)
    {
        var unit = (input - LastingScalar.Of(range.Minimum)) / LastingScalar.Of(range.Span);
        var mean = unit.mean([1, 2, 3]);
        var sees = mean.gt(LastingScalar.Of(0.1)).logical_and(mean.lt(LastingScalar.Of(0.45))).to(torch.ScalarType.Float32);
        return stripes.Logits(unit.clamp(LastingScalar.Of(0), LastingScalar.Of(1))) * sees.unsqueeze(1);
    }

    protected override void Dispose(bool disposing)
    {
        stripes.Dispose();
        base.Dispose(disposing);
    }
}
