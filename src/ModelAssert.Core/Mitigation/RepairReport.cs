using System.Text.Json.Serialization;

namespace ModelAssert;

/// <summary>What a repair came to; accuracies and success rates are those on held-out samples, which were never trained on. Serialised as <c>repair.json</c>, on which other tools build: members may be added, never renamed.</summary>
public sealed record RepairReport : ModelReport
{
    /// <summary>The version of the schema that this class writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Makes a report of the current schema.</summary>
    public RepairReport()
        : base(CurrentSchemaVersion)
    {
    }

    /// <summary>The conclusion.</summary>
    public required RepairOutcome Outcome { get; init; }

    /// <summary>Why, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The model as it came, which was not changed.</summary>
    public required ModelIdentity Original { get; init; }

    /// <summary>The file that was written, or <see langword="null"/> if none was: a model that is not repaired is not written.</summary>
    public ModelIdentity? Repaired { get; init; }

    /// <summary>What made the repaired model, or <see langword="null"/>.</summary>
    public MitigationKind? Mitigation { get; init; }

    /// <summary>The labels whose triggers were worked on, in their order.</summary>
    public required IReadOnlyList<int> Labels { get; init; }

    /// <summary>The model as it came: its scan, and what the triggers that the kept attempt found do to it.</summary>
    public required RepairState Before { get; init; }

    /// <summary>The repaired model, likewise; <see langword="null"/> if there is none.</summary>
    public RepairState? After { get; init; }

    /// <summary>Everything that was tried, in order.</summary>
    [JsonInclude]
    internal IReadOnlyList<RepairAttempt> Attempts { get; init; } = [];

    /// <summary>What was asked of the scans.</summary>
    [JsonPropertyOrder(ReportOrder.Asked)]
    public required ScanOptions ScanOptions { get; init; }

    /// <summary>What was asked of the repair.</summary>
    [JsonPropertyOrder(ReportOrder.Asked)]
    public required RepairOptions Options { get; init; }

    internal override string InOneLine => RepairText.Of(this);

    internal override IEnumerable<ArtifactFile> Files => ArtifactFile.OfRepair;
}

/// <summary>How a repair ended.</summary>
public enum RepairOutcome
{
    /// <summary>The model is clean as it is. It was left alone, and no file was written.</summary>
    NothingToRepair,

    /// <summary>A repaired model was written, and its own scan found no infected label.</summary>
    Repaired,

    /// <summary>The model is infected, and nothing that was tried gave one that is not and is as good.</summary>
    NotRepaired,

    /// <summary>A scan could not decide: of the model itself, or of every one that was made of it.</summary>
    Inconclusive,
}

/// <summary>What can be done to a model (Wang et al. 2019, section VI).</summary>
public enum MitigationKind
{
    /// <summary>Channels of the last convolution taken out (section VI-B).</summary>
    LastConvolutionPruning,

    /// <summary>Neurons of the second-to-last layer taken out (section VI-B).</summary>
    [JsonStringEnumMemberName("secondToLastPruning")]
    PenultimatePruning,

    /// <summary>Trained further with reversed triggers and true labels (section VI-C).</summary>
    Unlearning,
}

/// <summary>A model, as a repair sees it.</summary>
/// <param name="Verdict">What its scan says.</param>
/// <param name="AnomalyIndex">The largest anomaly index of its scan. <see langword="null"/> where the statistic does not exist.</param>
/// <param name="CleanAccuracy">Its accuracy on held-out clean samples, a fraction in [0, 1].</param>
/// <param name="Triggers">What the triggers do to it that the scans found, in the order in which they were found.</param>
/// <param name="UnseenTriggers">What triggers of the same labels do to it that were reversed from other starts, and that no mitigation worked with.</param>
public sealed record RepairState(
    Verdict Verdict, double? AnomalyIndex, double CleanAccuracy, IReadOnlyList<TriggerEffect> Triggers, IReadOnlyList<TriggerEffect> UnseenTriggers)
{
    /// <summary>How large a trigger of each of these labels must be in this model itself, in the order of the labels.</summary>
    [JsonInclude]
    internal IReadOnlyList<LabelResistance> Resistance { get; init; } = [];

    /// <summary>The success of the trigger that succeeds most, a fraction in [0, 1].</summary>
    [JsonIgnore]
    public double LargestSuccess => All.Select(effect => effect.AttackSuccessRate).DefaultIfEmpty().Max();

    /// <summary>The mean of the true-label accuracies, a fraction in [0, 1].</summary>
    [JsonIgnore]
    public double TrueLabelAccuracy => All.Select(effect => effect.TrueLabelAccuracy).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The label that the smallest trigger leads to, or <see langword="null"/> if there is none.</summary>
    [JsonIgnore]
    internal LabelResistance? Weakest => Resistance.Where(label => label.NormToMedian is not null).MinBy(label => label.NormToMedian);

    private IEnumerable<TriggerEffect> All => [.. Triggers, .. UnseenTriggers];
}

/// <summary>
/// How large a trigger must be that takes half of the images to a label: the smallest that is reversed in the model as it is, from starts that no mitigation took. A backdoor that is only half taken out is
/// one that triggers of other pixels still open; those are found there, and small.
/// </summary>
/// <param name="Label">The label.</param>
/// <param name="MaskL1Norm">The norm of its mask, in pixels; <see langword="null"/> if no trigger works.</param>
/// <param name="NormToMedian">The norm over the median norm of the scan of the model as it came; <see langword="null"/> if no trigger works.</param>
internal sealed record LabelResistance(int Label, double? MaskL1Norm, double? NormToMedian);

/// <summary>What a reversed trigger does to held-out samples whose true label is not its target.</summary>
/// <param name="Label">The target.</param>
/// <param name="AttackSuccessRate">The share of them that go to the target, a fraction in [0, 1].</param>
/// <param name="TrueLabelAccuracy">The share of them that get their true label in spite of the trigger: a model that sends them anywhere else is not repaired.</param>
public sealed record TriggerEffect(int Label, double AttackSuccessRate, double TrueLabelAccuracy);

/// <summary>One way to repair the model, from the model as it came to the end.</summary>
/// <param name="Mitigation">What was done.</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Rounds">Its rounds of repair and scan.</param>
internal sealed record RepairAttempt(MitigationKind Mitigation, RepairOutcome Outcome, string Reason, IReadOnlyList<RepairRound> Rounds);

/// <summary>One round: repaired, then scanned.</summary>
/// <param name="Labels">The labels that were worked on.</param>
/// <param name="After">The model after it; <see langword="null"/> where it was given up before its scan.</param>
/// <param name="Curves">Of pruning, how it went for each trigger: the scan's, then those of other starts.</param>
internal sealed record RepairRound(IReadOnlyList<int> Labels, RepairState? After, IReadOnlyList<PruningCurve>? Curves);

/// <summary>How neurons were taken out for one trigger.</summary>
/// <param name="Label">The trigger's target.</param>
/// <param name="Layer">What the file calls the layer.</param>
/// <param name="Neurons">How many neurons it has.</param>
/// <param name="Pruned">How many were out in the end, those for other triggers too.</param>
/// <param name="End">What ended it.</param>
/// <param name="Points">Success and accuracy on held-out samples after each step; the first before any.</param>
internal sealed record PruningCurve(int Label, string Layer, int Neurons, int Pruned, PruningEnd End, IReadOnlyList<PruningPoint> Points);

/// <summary>A point of a pruning curve; all are fractions in [0, 1].</summary>
/// <param name="PrunedShare">The share of the layer that is out.</param>
/// <param name="AttackSuccessRate">The success of the reversed trigger.</param>
/// <param name="CleanAccuracy">The accuracy on clean samples.</param>
internal sealed record PruningPoint(double PrunedShare, double AttackSuccessRate, double CleanAccuracy);

/// <summary>What ends a pruning.</summary>
internal enum PruningEnd
{
    /// <summary>The trigger no longer works.</summary>
    TriggerFails,

    /// <summary>As much of the layer is out as may be.</summary>
    LimitReached,

    /// <summary>The next step would have cost too much accuracy; it was taken back.</summary>
    AccuracyGuard,
}
