using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Inversion;

/// <summary>
/// What logits are divided by before a trigger is optimised, so that a network's answers decide about a scan and their scale does not. An output layer times a thousand gives the same answer to every
/// image, but cross-entropies a thousand times as large, which λ, the weight of the mask's norm, cannot catch up with: the mask stays large, and an infected label is not seen. Softmax takes away what is
/// added to all logits, and this takes away what they are multiplied by.
/// </summary>
internal static class LogitTemperature
{
    /// <summary>
    /// How far the logit of the answer is above the mean of the others, in nats, once it is divided: what the networks have that the constants of the optimisation were chosen on
    /// (8 to 23 on eleven of MNIST and Fashion-MNIST).
    /// </summary>
    private const double UsualGap = 12;

    /// <summary>
    /// A network whose logits lie so many times as far apart once an image is half covered answers by another scale there, and λ meets that one: they are divided by it. Networks that were trained and no more
    /// are surer of clean images.
    /// </summary>
    private const double LargestRatio = 5;

    /// <summary>As many images tell the typical gap within a few per cent, at less than a hundredth of the cost of a scan.</summary>
    private const int Images = 512;

    /// <summary>Measures a network on clean images.</summary>
    /// <param name="classifier">The network behind its preprocessing.</param>
    /// <param name="images">Clean images, in random order; the first ones are taken.</param>
    /// <returns>The temperature, positive; 1 for a network that gives all labels the same logit.</returns>
    public static double Of(RawImageClassifier classifier, ImageSet images)
    {
        using var some = images.Slice(0, Math.Min(Images, images.Count));
        var (gap, stamped) = (TypicalGap(classifier.LogitsOfAll(some.Images)), TypicalGap(classifier.LogitsOfAll(some.Images, HalfCovered)));
        // With what is right for clean images such a network would keep the mask from shrinking, whatever the label. With this no trigger is found, and nothing is called clean.
        if (stamped > LargestRatio * gap)
            gap = stamped;
        return gap > 0 && double.IsFinite(gap) ? gap / UsualGap : 1;
    }

    /// <summary>Images as an optimisation begins with them: half of every pixel is of a pattern of noise. Irrational steps, always the same.</summary>
    private static torch.Tensor HalfCovered(torch.Tensor images)
    {
        var noise = (SafeArithmetic.Sequence(0, images.shape[1] * images.shape[2] * images.shape[3], torch.ScalarType.Float64) * LastingScalar.Of(0.6180339887498949)).remainder(LastingScalar.Of(1));
        return images.Plus(noise.to(torch.ScalarType.Float32).reshape(1, images.shape[1], images.shape[2], images.shape[3])) / LastingScalar.Of(2);
    }

    private static double TypicalGap(float[][] logits)
    {
        double[] gaps = [.. logits.Select(GapOf).Order()];
        return gaps[gaps.Length / 2];
    }

    private static double GapOf(float[] logits)
    {
        var largest = (double)logits.Max();
        return logits.Length < 2 ? 0 : (logits.Length * largest - logits.Sum(logit => (double)logit)) / (logits.Length - 1);
    }
}
