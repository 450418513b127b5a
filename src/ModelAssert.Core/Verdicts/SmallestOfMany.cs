using System.Collections.Concurrent;

namespace ModelAssert.Verdicts;

/// <summary>
/// How far below the rest the smallest mask of a clean model lies by chance (method, section 6a): the published index judges one label, a scan takes the smallest of
/// N, with median and deviation estimated from the same few norms. Norms of clean labels are skewed, their logarithms nearly normal, so it is told in logarithms.
/// </summary>
internal static class SmallestOfMany
{
    /// <summary>So many clean models are drawn: enough to tell one in a thousand.</summary>
    private const int MaximumDraws = 40_000;

    /// <summary>As many norms are drawn in all, in half a second; of models with more than 500 labels fewer are drawn.</summary>
    private const int MaximumNorms = 20_000_000;

    /// <summary>The seed of these draws; any would do, one is kept so that a p-value is the same wherever it is computed.</summary>
    private const int Seed = 2019;

    private static readonly ConcurrentDictionary<(int Labels, int References), double[]> Distributions = new();

    /// <summary>Middle and scatter of the logarithms of norms.</summary>
    /// <param name="references">The norms that stand for clean labels, positive; at least one.</param>
    /// <returns>Their median and deviation.</returns>
    public static MedianAbsoluteDeviation SpreadOf(IEnumerable<double> references) => MedianAbsoluteDeviation.Of([.. references.Select(static norm => Math.Log(norm))]);

    /// <summary>The distance of a norm from the others: deviations of the logarithms below the median of the logarithms.</summary>
    /// <param name="norm">The norm, positive.</param>
    /// <param name="spread">That of the others, as <see cref="SpreadOf"/> gives it.</param>
    /// <returns>The distance; negative for a norm above the median, not a number where more than half of the norms are equal.</returns>
    public static double DistanceOf(double norm, MedianAbsoluteDeviation spread) => spread.AnomalyIndexOf(Math.Log(norm));

    /// <summary>The share of clean models whose smallest norm lies at least so far below the rest.</summary>
    /// <param name="distance">The distance, as <see cref="DistanceOf"/> measures it.</param>
    /// <param name="labels">How many labels the model has.</param>
    /// <param name="references">How many of them median and deviation were estimated from, 3 to N.</param>
    /// <returns>A fraction above 0, at most 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 3 references, or more of them than labels.</exception>
    public static double PValue(double distance, int labels, int references)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(references, Judge.MinimumLabels);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(references, labels);
        var distribution = Distributions.GetOrAdd((labels, references), static count => Simulate(count.Labels, count.References));
        var first = Array.BinarySearch(distribution, distance);
        // The same value may stand there more than once: none of them is to be left out.
        for (first = first < 0 ? ~first : first; first > 0 && distribution[first - 1] >= distance; first--)
        {
        }

        // One more than counted: the model in question is one of them, if it is clean.
        return (distribution.Length - first + 1) / (distribution.Length + 1.0);
    }

    /// <summary>The distance from which on a smallest norm has at most a p-value: the inverse of <see cref="PValue"/>.</summary>
    /// <param name="pValue">The p-value, in (0, 1).</param>
    /// <param name="labels">How many labels the model has.</param>
    /// <param name="references">How many of them the spread was measured from.</param>
    /// <returns>The distance, in deviations of the logarithms.</returns>
    internal static double DistanceAt(double pValue, int labels, int references)
    {
        var distribution = Distributions.GetOrAdd((labels, references), static count => Simulate(count.Labels, count.References));
        // As many may lie at or above it as PValue counts, itself among them.
        var above = (int)(pValue * (distribution.Length + 1)) - 1;
        return distribution[Math.Clamp(distribution.Length - Math.Max(above, 0), 0, distribution.Length - 1)];
    }

    /// <summary>The largest distances of clean models, ascending.</summary>
    private static double[] Simulate(int labels, int references)
    {
        var random = new Random(Seed);
        var norms = new double[references];
        var distances = new double[Math.Min(MaximumDraws, MaximumNorms / labels)];
        foreach (ref var distance in distances.AsSpan())
        {
            foreach (ref var norm in norms.AsSpan())
                norm = Normal(random);
            var smallest = double.PositiveInfinity;
            for (var other = references; other < labels; other++)
                smallest = Math.Min(smallest, Normal(random));
            distance = LargestDistance(norms, smallest);
        }

        Array.Sort(distances);
        return distances;
    }

    private static double LargestDistance(double[] references, double smallestOther)
    {
        Array.Sort(references);
        var (smallest, median) = (Math.Min(references[0], smallestOther), Middle(references));
        var deviations = Array.ConvertAll(references, value => Math.Abs(value - median));
        Array.Sort(deviations);
        return (median - smallest) / (MedianAbsoluteDeviation.Consistency * Middle(deviations));
    }

    private static double Middle(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    /// <summary>Box and Muller 1958.</summary>
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
