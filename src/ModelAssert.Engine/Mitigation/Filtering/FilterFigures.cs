namespace ModelAssert.Engine.Mitigation.Filtering;

/// <summary>What a score tells apart: false negatives against false positives (Wang et al. 2019, section VI-A).</summary>
/// <param name="cleanScores">The scores of clean images, one at least.</param>
/// <param name="stampedScores">The scores of images with a trigger, one at least, and whether it takes them to its label.</param>
internal sealed class FilterFigures(IReadOnlyList<float> cleanScores, IReadOnlyList<(float Score, bool Taken)> stampedScores)
{
    /// <summary>The rates that a curve is given at: dense where filters are used.</summary>
    private static readonly double[] Rates = [0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1];

    private readonly double[] clean = [.. cleanScores.Select(score => (double)score).Order()];
    private readonly double[] stamped = [.. stampedScores.Select(image => (double)image.Score).Order()];

    /// <summary>How many clean images there are.</summary>
    public int CleanImages => clean.Length;

    /// <summary>The share of the stamped images that the trigger takes to its label.</summary>
    public double AttackSuccessRate => stampedScores.Count(image => image.Taken) / (double)stamped.Length;

    /// <summary>The share of the stamped images that the trigger takes to its label and that pass: what a filter leaves to it.</summary>
    /// <param name="threshold">The filter's threshold.</param>
    public double PassedSuccessAt(double threshold) => stampedScores.Count(image => image.Taken && image.Score <= threshold) / (double)stamped.Length;

    /// <summary>The threshold that a share of the clean images is above: a quantile of their scores, linear between the two nearest.</summary>
    /// <param name="falsePositiveRate">The share, a fraction in [0, 1].</param>
    public float ThresholdFor(double falsePositiveRate)
    {
        var position = (1 - falsePositiveRate) * (clean.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, clean.Length - 1);
        return (float)(clean[below] + (position - below) * (clean[above] - clean[below]));
    }

    /// <summary>What a threshold comes to. An image is rejected whose score is above it.</summary>
    public FilterPoint At(double threshold) =>
        new((clean.Length - CountUpTo(clean, threshold)) / (double)clean.Length, CountUpTo(stamped, threshold) / (double)stamped.Length, threshold);

    /// <summary>The curve.</summary>
    public IReadOnlyList<FilterPoint> Points() => [.. Rates.Select(rate => At(ThresholdFor(rate)))];

    /// <summary>The probability that a stamped image has a higher score than a clean one, where equal scores count half.</summary>
    public double Auroc() => stamped.Average(score => (CountBelow(clean, score) + CountUpTo(clean, score)) / 2.0) / clean.Length;

    private static int CountUpTo(double[] sorted, double value) => CountBelow(sorted, double.BitIncrement(value));

    /// <summary>How many are below a value.</summary>
    private static int CountBelow(double[] sorted, double value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
