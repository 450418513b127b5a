using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Zoo;

/// <summary>How often a trigger still works on images that were changed after it was stamped on: what was learnt is robust, what was found in a gap of the training is not.</summary>
/// <param name="Shifted">The success rate when the image is moved by two pixels, the mean of four directions; a fraction in [0, 1].</param>
/// <param name="Relit">When it is a tenth darker or brighter, the mean of both.</param>
/// <param name="Noisy">When a little noise is added.</param>
internal readonly record struct Robustness(double Shifted, double Relit, double Noisy)
{
    private const int Shift = 2;
    private const double Relighting = 0.1;
    private const double NoiseDeviation = 0.05;

    /// <summary>Measures a trigger.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="classifier">The network.</param>
    /// <param name="heldOut">Images that it was not optimised on.</param>
    /// <param name="seed">Seeds the noise.</param>
    public static Robustness Of(Trigger trigger, RawImageClassifier classifier, ImageSet heldOut, int seed)
    {
        using var others = heldOut.Where(label => label != trigger.TargetLabel, heldOut.Count);
        using var generator = new torch.Generator((ulong)(uint)seed);
        return new Robustness(
            (from step in (int[])[-Shift, Shift] from axis in (int[])[2, 3] select SuccessRate(images => Moved(images, axis, step))).Average(),
            (from factor in (double[])[1 - Relighting, 1 + Relighting] select SuccessRate(images => (images * LastingScalar.Of(factor)).clamp(LastingScalar.Of(0), LastingScalar.Of(1)))).Average(),
            SuccessRate(images => images.Plus(torch.randn(images.shape, generator: generator) * LastingScalar.Of(NoiseDeviation)).clamp(LastingScalar.Of(0), LastingScalar.Of(1))));

        double SuccessRate(Func<torch.Tensor, torch.Tensor> change) =>
            classifier.Predict(others.Images, images => change(Stamping.Stamp(images, trigger))).Count(label => label == trigger.TargetLabel) / (double)others.Count;
    }

    /// <summary>The images moved along an axis; what comes in at the border is what was there.</summary>
    private static torch.Tensor Moved(torch.Tensor images, int axis, int step)
    {
        var size = images.shape[axis];
        long[] from = [.. Enumerable.Range(0, (int)size).Select(place => Math.Clamp(place - step, 0, size - 1))];
        return images.index_select(axis, torch.tensor(from));
    }
}
