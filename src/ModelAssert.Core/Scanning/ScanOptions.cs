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
    internal bool Asks(Detector detector) => Detectors?.Contains(detector) ?? detector switch
    {
        Detector.LabelPairs => SourceSpecific != SourceSpecificScan.None,
        Detector.TriggerNorms or Detector.DormantPaths or Detector.AllToAll or Detector.Warp or Detector.WholeImage => true,
        _ => false,
    };

    /// <summary>Requires that the triggers of labels are looked for, by work that begins with them.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0040</c>: they are not asked for.</exception>
    internal void RequireTriggers()
    {
        if (!Asks(Detector.TriggerNorms))
            throw Errors.OptionOutOfRange("detectors", string.Join(',', Detectors!.Select(detector => detector.ToName())), $"'{Detector.TriggerNorms.ToName()}' among them: this works on the triggers of labels");
    }

    /// <summary>
    /// The detectors that look at the model. Without <see cref="Detector.TriggerNorms"/> a model in which the others find nothing is not called clean. <see cref="Detector.LabelPairs"/> look at the effort that
    /// <see cref="SourceSpecific"/> states, or else as <see cref="SourceSpecificScan.Screened"/>.
    /// </summary>
    /// <value>The default is <see langword="null"/>: those that are on by default.</value>
    public IReadOnlyList<Detector>? Detectors { get; init; }

    /// <summary>Fewer clean samples than this cannot tell a working trigger from a lucky one: half of them measure its success.</summary>
    public const int MinimumSampleCount = 20;

    /// <summary>Every member but the description, which has fields of its own (<see cref="DescriptionField"/>): in the order of the command's help and of reports.</summary>
    internal static IReadOnlyList<ScanOptionField> Fields { get; } =
    [
        ScanOptionField.OfNumber(
            "Threshold", "Anomaly index threshold", "The anomaly index above which a label is anomalous, in median absolute deviations.", LegalNumbers.Threshold,
            options => options.AnomalyIndexThreshold, (options, threshold) => options with { AnomalyIndexThreshold = threshold }, "0.0#")
            with { Noun = "threshold", Note = _ => "in scaled median absolute deviations" },
        ScanOptionField.OfWord(
            nameof(Profile), "Profile", "'fast', 'paper' for the published schedule with every constant, or 'paper-lowcost' for the published scan of many labels.", ScanProfileNames.Legal,
            options => options.Profile, (options, profile) => options with { Profile = profile }, ScanProfileNames.Find, ScanProfileNames.ToName)
            with { HelpName = "PROFILE", Note = options => options.Profile.Summary() },
        ScanOptionField.OfNumber(
            nameof(TimeLimit), "Time limit",
            "At most this long are the labels of a scan optimised, best first; a scan that it ends is inconclusive (default: as long as it takes).", LegalNumbers.Seconds,
            options => options.TimeLimit?.TotalSeconds, (options, seconds) => options with { TimeLimit = TimeSpan.FromSeconds(seconds) }, "#,0.0' s'")
            with { HelpName = "SECONDS", Usage = LegalNumbers.Seconds.Legal, Note = _ => "for the optimisation; a scan that it ends is inconclusive" },
        ScanOptionField.OfWord(
            nameof(SourceSpecific), "Source-specific scan",
            "Look for backdoors that take images of one label only: 'none', 'screened', or 'all' for every pair of labels at the effort of the profile.", SourceSpecificScanNames.Legal,
            options => options.SourceSpecific, (options, pairs) => options with { SourceSpecific = pairs }, SourceSpecificScanNames.Find, SourceSpecificScanNames.ToName)
            with
            {
                HelpName = "PAIRS", Note = _ => "looks for triggers that take images of one label only",
                Shown = options => options.SourceSpecific == SourceSpecificScan.None ? null : options.SourceSpecific.ToName(),
            },
        ScanOptionField.OfNumbers(
            nameof(Labels), "Labels", "The labels to analyse, such as 0,3,7 (default: all). The statistics see only these.", "distinct label numbers, counted from 0", LegalNumbers.Label, "0,3,7",
            options => options.Labels, (options, labels) => options with { Labels = labels })
            with { HelpName = "LABELS", Note = _ => "the statistics see only these" },
        ScanOptionField.OfNumber(
            nameof(Seed), "Seed", "Seeds every random choice.", LegalNumbers.Seed, options => options.Seed, (options, seed) => options with { Seed = seed })
            with { Note = _ => "of every random choice" },
        ScanOptionField.OfNumber(
            nameof(MinimumAccuracy), "Minimum accuracy",
            "The accuracy on the samples below which the scan is refused, a fraction (default: below half of the way from chance to all samples, only those are used that the model gets right).",
            LegalNumbers.Fraction, options => options.MinimumAccuracy, (options, accuracy) => options with { MinimumAccuracy = accuracy }, "0.0 %")
            with { HelpName = "FRACTION", Note = _ => "below it a scan is refused" },
        ScanOptionField.OfNumber(
            nameof(MaximumSamples), "Maximum of samples", "At most this many samples are used.", LegalNumbers.Samples,
            options => options.MaximumSamples, (options, samples) => options with { MaximumSamples = samples }, "#,0")
            with { Option = "--max-samples" },
        ScanOptionField.OfWords(
            nameof(Detectors), "Detectors", "What looks at the model (default: trigger-norms, dormant-paths, and label-pairs with --source-specific).", DetectorNames.Legal,
            options => options.Detectors, (options, detectors) => options with { Detectors = detectors }, DetectorNames.Find, DetectorNames.ToName)
            with { HelpName = "DETECTORS", Note = _ => "what looks at the model" },
    ];

    /// <summary>Checks every value against its range.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0040</c>: a value is out of its range.</exception>
    public void Validate()
    {
        foreach (var field in Fields)
            field.Require(this);
        if (Description?.FirstMistake() is { } mistake)
            throw Errors.OptionOutOfRange("description of the model", mistake, "members that fit together");
    }

    /// <summary>These options with what some texts state, each by the name of its field or of a field of the description; other names are not looked at.</summary>
    /// <param name="model">The model file, for errors.</param>
    /// <param name="texts">The texts.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0041</c>: a text is not legal.</exception>
    internal ScanOptions With(string? model, IReadOnlyDictionary<string, string> texts)
    {
        var options = this with { Description = DescriptionField.Describe(model, texts)?.Over(Description) ?? Description };
        foreach (var field in Fields)
        {
            if (texts.TryGetValue(field.Name, out var text))
                options = field.Put(options, field.Read(text) ?? throw Errors.DeclarationIllegal(model ?? "", field.Name, text, field.Legal));
        }

        return options;
    }
}
