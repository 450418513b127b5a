using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Samples;

namespace ModelAssert.Engine.Preflight;

/// <summary>
/// Finds the pixel range that a model expects, or checks the one that is stated. A wrong range is the first mistake users make: it made an infected
/// model look cleaner than a clean one in the authors' own issue list.
/// </summary>
internal sealed class PixelRangeDetection(DifferentiableClassifier network)
{
    /// <summary>How many standard deviations of chance one range must be ahead of another to be called the better one.</summary>
    private const double SignificantDeviations = 3;

    /// <summary>
    /// The accuracy, a fraction, that another range must be ahead of the one that samples are said to be in. A wrong range costs more, and a network that lost some neurons to a
    /// repair may be a little better in one that it was not made for.
    /// </summary>
    private const double MinimumLead = 0.02;

    /// <summary>Values that fill less of their stated range than this were scaled already.</summary>
    private const double MinimumFill = 0.02;

    /// <summary>The range of the stored values, before any model is asked.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0024</c>: they fit no range, or not the stated one.</exception>
    public static PixelRange OfStorage(CleanSamples samples, PixelRange? stated, string path)
    {
        if (samples.Range is { } known)
            return known;

        var (low, high) = Extremes(samples.Values);
        if (stated is { } range)
        {
            var fits = range.Contains(low) && range.Contains(high) && high - low >= MinimumFill * range.Span;
            return fits ? range : throw SampleErrors.RangeMismatch(path,
                FormattableString.Invariant($"The model takes pixels in {range}, the samples hold values from {low} to {high}."),
                "Scale the samples, or state the range that they have.");
        }

        foreach (var usual in (PixelRange[])[PixelRange.Unit, PixelRange.Symmetric, PixelRange.Bytes])
        {
            if (usual.Contains(low) && usual.Contains(high))
                return usual;
        }

        throw SampleErrors.RangeMismatch(path,
            FormattableString.Invariant($"The samples hold values from {low} to {high}, which is no usual pixel range."),
            "State the model's range (--input-range).");
    }

    /// <summary>The range that the model expects the images in.</summary>
    /// <param name="samples">The images, raw, and their labels.</param>
    /// <param name="storage">The range that they were stored in.</param>
    /// <param name="isReadyForModel">Whether the stored values are meant to go into the model as they are (floats), or are pictures (bytes).</param>
    /// <param name="plausibleAccuracy">A fraction; a range on which the model is less accurate is no better range, only another wrong one.</param>
    /// <param name="path">Where they come from, for the error.</param>
    /// <returns>The range, and the model's accuracy on it.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0024</c>: the model is better on another range than that of samples that are said to be ready.</exception>
    public (PixelRange Range, double Accuracy) OfModel(ImageSet samples, PixelRange storage, bool isReadyForModel, double plausibleAccuracy, string path)
    {
        var candidates = isReadyForModel ? [storage, .. PixelRange.Usual.Where(range => range != storage)] : PixelRange.Usual;
        // Side by side: the passes over the samples are most of what a scan from the cache costs.
        var answers = Task.WhenAll(candidates.Select(candidate => Task.Run(() => RightAnswers(samples, candidate)))).GetAwaiter().GetResult();
        var (best, bestRight) = (candidates[0], answers[0]);
        foreach (var (candidate, right) in candidates.Zip(answers).Skip(1))
        {
            if (IsBetter(right, bestRight))
                (best, bestRight) = (candidate, right);
        }

        if (!isReadyForModel || best == storage)
            return (best, Share(bestRight));

        var (count, storedAccuracy) = (bestRight.Count(isRight => isRight), Share(answers[0]));
        return count < plausibleAccuracy * samples.Count || Share(bestRight) - storedAccuracy < MinimumLead ? (storage, storedAccuracy) : throw SampleErrors.RangeMismatch(path,
            FormattableString.Invariant($"The samples hold floats in {storage}, but the model expects {best}: it is right on {count} of {samples.Count} samples when they are scaled to that."),
            "Scale the samples to the model's range, or store them as uint8 and let the range be found.");
    }

    /// <summary>The model's accuracy on a range, a fraction.</summary>
    public double AccuracyOn(ImageSet samples, PixelRange range) => Share(RightAnswers(samples, range));

    private static double Share(bool[] answers) => answers.Count(isRight => isRight) / (double)answers.Length;

    private bool[] RightAnswers(ImageSet samples, PixelRange range)
    {
        var predicted = new RawImageClassifier(network, range).Predict(samples.Images);
        return [.. predicted.Select((label, i) => label == samples.Labels[i])];
    }

    /// <summary>A sign test: do the samples on which only one of the two is right favour the first by more than chance?</summary>
    private static bool IsBetter(bool[] first, bool[] second)
    {
        var onlyFirst = first.Where((right, i) => right && !second[i]).Count();
        var onlySecond = second.Where((right, i) => right && !first[i]).Count();
        return onlyFirst - onlySecond > SignificantDeviations * Math.Sqrt(onlyFirst + onlySecond);
    }

    private static (float Low, float High) Extremes(ReadOnlySpan<float> values)
    {
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return (low, high);
    }
}
