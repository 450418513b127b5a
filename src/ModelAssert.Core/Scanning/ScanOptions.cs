namespace ModelAssert;

/// <summary>What may be asked of a scan. Everything here can change its result; nothing else can.</summary>
public sealed record ScanOptions
{
    /// <summary>
    /// A label whose trigger is smaller than the median by more than this many (scaled) median absolute deviations is anomalous.
    /// Positive. The paper's value (section IV).
    /// </summary>
    /// <value>The default is 2.</value>
    public double AnomalyIndexThreshold { get; init; } = 2.0;

    /// <summary>How much work is spent on each label.</summary>
    /// <value>The default is <see cref="ScanProfile.Fast"/>.</value>
    public ScanProfile Profile { get; init; } = ScanProfile.Fast;

    /// <summary>The labels to analyse, counted from 0, or <see langword="null"/> for all. The statistics see only these.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public IReadOnlyList<int>? Labels { get; init; }

    /// <summary>Seeds every random choice. The same model, samples, options and seed give the same result.</summary>
    /// <value>The default is 0.</value>
    public int Seed { get; init; }

    /// <summary>What the model's file cannot say of itself. Wins, member by member, over the description that lies beside the file.</summary>
    /// <value>The default is <see langword="null"/>: nothing.</value>
    public ModelDescription? Description { get; init; }

    /// <summary>The accuracy on the clean samples below which a scan is refused, a fraction in [0, 1]; from it on, all samples are used.</summary>
    /// <value>
    /// The default is <see langword="null"/>. Below half of the way from chance to all samples ((1 + 1/labels) / 2) a scan uses only the samples that the model gets right then, and it is refused where
    /// those are fewer than 20, or no more than guessing would give. Give 0 to scan an untrained model, for timing.
    /// </value>
    public double? MinimumAccuracy { get; init; }

    /// <summary>At most this many of the samples are used, drawn with <see cref="Seed"/>. At least 20.</summary>
    /// <value>The default is 2000.</value>
    public int MaximumSamples { get; init; } = 2000;

    /// <summary>
    /// How long labels may be optimised, best first; measured from the first step. A scan that it ends is inconclusive and names the labels that were not finished.
    /// </summary>
    /// <value>The default is <see langword="null"/>: as long as it takes. With a limit the result depends on the machine.</value>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Whether backdoors are looked for that take images of one label only. The time limit is for all of the scan.</summary>
    /// <value>The default is <see cref="SourceSpecificScan.None"/>.</value>
    public SourceSpecificScan SourceSpecific { get; init; }

    /// <summary>Whether a detector is to look at the network.</summary>
    internal bool Asks(Detector detector) => detector != Detector.LabelPairs || SourceSpecific != SourceSpecificScan.None;

    /// <summary>Checks every value against its range.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0040</c>: a value is out of its range.</exception>
    public void Validate()
    {
        LegalNumbers.Threshold.Require(AnomalyIndexThreshold, "threshold");
        if (MinimumAccuracy is { } accuracy)
            LegalNumbers.Fraction.Require(accuracy, "minimum accuracy");
        LegalNumbers.Samples.Require(MaximumSamples, "maximum of samples");
        Require(Enum.IsDefined(Profile), "profile", Profile, ScanProfileNames.Legal);
        Require(Enum.IsDefined(SourceSpecific), "source-specific scan", SourceSpecific, SourceSpecificScanNames.Legal);
        if (TimeLimit is { } limit)
            LegalNumbers.Seconds.Require(limit.TotalSeconds, "time limit");
        if (Description?.FirstMistake() is { } mistake)
            throw Errors.OptionOutOfRange("description of the model", mistake, "members that fit together");
        if (Labels is { } labels)
        {
            Require(labels.Count > 0 && labels.All(LegalNumbers.Label.Allows) && labels.Distinct().Count() == labels.Count,
                "labels", string.Join(',', labels), "distinct label numbers, counted from 0");
        }
    }

    /// <summary>Reads a time limit as options and metadata give it.</summary>
    /// <param name="text">A number of seconds.</param>
    /// <returns>The time, or <see langword="null"/> if it is not a positive number of at most a year.</returns>
    public static TimeSpan? Seconds(string text) =>
        LegalNumbers.Seconds.Read(text) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Fewer clean samples than this cannot tell a working trigger from a lucky one: half of them measure its success.</summary>
    public const int MinimumSampleCount = 20;

    private static void Require(bool condition, string option, object value, string legal)
    {
        if (!condition)
            throw Errors.OptionOutOfRange(option, FormattableString.Invariant($"{value}"), legal);
    }
}
