namespace ModelAssert.Engine.Preflight;

/// <summary>
/// How accurate a model must be for a scan. What a model gets wrong says nothing of triggers: it may be at the target already. So below a floor only the samples count that the model gets right,
/// if it has not got them by chance.
/// </summary>
/// <param name="labels">How many labels the model tells apart; chance is one in so many.</param>
internal sealed class AccuracyRule(int labels)
{
    /// <summary>How many standard deviations more than chance gives a model must be right on.</summary>
    private const double SignificantDeviations = 3;

    private double Chance => 1.0 / labels;

    /// <summary>The accuracy below which only samples that the model gets right are used: half of the way from chance to all. 75 % for two labels, 55 % for ten, 50 % for a thousand.</summary>
    public double Floor => (1 + Chance) / 2;

    /// <summary>How many of some samples a model must be right on to be scanned at all: as many as a scan needs, and more than guessing would give it.</summary>
    /// <param name="samples">How many samples there are.</param>
    public int MinimumRight(int samples) => Math.Max(
        ScanOptions.MinimumSampleCount, (int)Math.Ceiling(samples * Chance + SignificantDeviations * Math.Sqrt(samples * Chance * (1 - Chance))));
}
