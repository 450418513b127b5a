using System.Text.Json.Serialization;

namespace ModelAssert;

/// <summary>
/// One thing that a scan found, whatever it is about: a label, an ordered pair of labels, or a path through the network. Who reports, attaches or attests findings takes these, and forgets no kind. Serialised into <c>report.json</c>:
/// members may be added, never renamed.
/// </summary>
public sealed record Finding
{
    private const string AnomalyIndexName = "anomaly index";

    /// <summary>What it is called where names are for programs: <c>label 7</c>, <c>label 1 to label 7</c>, <c>path to label 7</c>, <c>all labels</c>, <c>warp to label 7</c> or <c>pattern to label 7</c>. The same in every scan.</summary>
    public required string Id { get; init; }

    /// <summary>What it is about.</summary>
    public required FindingKind Kind { get; init; }

    /// <summary>What it is about, with the names that the samples give: <c>label 7 'sneaker'</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The label that images go to, counted from 0; <see langword="null"/> where each label has another.</summary>
    public int? Target { get; init; }

    /// <summary>The label whose images do, or <see langword="null"/> for those of all labels.</summary>
    public int? Source { get; init; }

    /// <summary>The conclusion: <see cref="LabelState.Infected"/> or <see cref="LabelState.Vulnerable"/>.</summary>
    public required LabelState State { get; init; }

    /// <summary>What was found, in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>What was measured.</summary>
    public required IReadOnlyList<FindingNumber> Numbers { get; init; }

    /// <summary>The pictures of the trigger.</summary>
    public TriggerFiles? TriggerFiles { get; init; }

    /// <summary>Whether it is only told, and fails nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsAdvisory { get; init; }

    /// <summary>The diagnostic that tells of it.</summary>
    [JsonIgnore]
    public string DiagnosticId => this switch
    {
        { IsAdvisory: true } => DiagnosticIds.AdvisoryFinding,
        { Kind: FindingKind.DormantPath } => DiagnosticIds.DormantPathFound,
        { Kind: FindingKind.AllToAll } => DiagnosticIds.AllToAllFound,
        { Kind: FindingKind.Warp } => DiagnosticIds.WarpFound,
        { Kind: FindingKind.WholeImage } => DiagnosticIds.WholeImageFound,
        { State: LabelState.Infected } => DiagnosticIds.LabelInfected,
        _ => DiagnosticIds.LabelVulnerable,
    };

    /// <summary>What it is about and what was found, where there is one line to say it.</summary>
    [JsonIgnore]
    public string Line => Sentence.StartsWith(Subject, StringComparison.Ordinal) ? Sentence : $"{Subject}: {Sentence}";

    /// <summary>How far it is from the rest, in scaled median absolute deviations, if that was measured.</summary>
    internal double? AnomalyIndex => Numbers.FirstOrDefault(number => number.Name == AnomalyIndexName)?.Value;

    internal static Finding Of(LabelResult label, ScanReport report) => new()
    {
        Id = Name(label.Label),
        Kind = FindingKind.Label,
        Sentence = Evidence.InOneLine(label, report),
        Subject = label.Describe(),
        Target = label.Label,
        State = label.State,
        Numbers = Measured(label.AnomalyIndex, label.AttackSuccessRate, label.MaskL1Norm),
        TriggerFiles = label.TriggerFiles,
    };

    internal static Finding Of(PairResult pair, ScanReport report) => new()
    {
        Id = $"{Name(pair.Source)} to {Name(pair.Target)}",
        Kind = FindingKind.Pair,
        Sentence = Evidence.InOneLine(pair, report),
        Subject = pair.Describe(),
        Target = pair.Target,
        Source = pair.Source,
        State = pair.State,
        Numbers = Measured(pair.AnomalyIndex, pair.AttackSuccessRate, pair.MaskL1Norm),
        TriggerFiles = pair.TriggerFiles,
    };

    internal static Finding Of(DormantPathResult path) => new()
    {
        Id = PathTo(path.Target),
        Kind = FindingKind.DormantPath,
        Subject = path.Describe(),
        Target = path.Target,
        State = path.State,
        Sentence = path.Sentence,
        Numbers = [.. Measured(null, path.AttackSuccessRate, path.MaskL1Norm), new("attack success rate with the node held", path.SuccessRateHeld, "fraction")],
        TriggerFiles = path.TriggerFiles,
    };

    /// <summary>What a path is called where names are for programs.</summary>
    internal static string PathTo(int target) => $"path to {Name(target)}";

    private static string Name(int label) => FormattableString.Invariant($"label {label}");

    private static FindingNumber[] Measured(double? anomalyIndex, double attackSuccessRate, double maskL1Norm) =>
    [
        .. anomalyIndex is { } index ? [new FindingNumber(AnomalyIndexName, index, "deviations")] : Array.Empty<FindingNumber>(),
        new("attack success rate", attackSuccessRate, "fraction"), new("mask L1 norm", maskL1Norm, "pixels"),
    ];
}

/// <summary>What a finding is about.</summary>
public enum FindingKind
{
    /// <summary>A label.</summary>
    Label,

    /// <summary>An ordered pair of labels.</summary>
    Pair,

    /// <summary>A path through the network that no clean image takes.</summary>
    DormantPath,

    /// <summary>How sure the network can be made of a label.</summary>
    Margin,

    /// <summary>A trigger that gives every label another.</summary>
    AllToAll,

    /// <summary>A warp of the image that sends all labels to one.</summary>
    Warp,

    /// <summary>A faint pattern over the whole image that sends all labels to one.</summary>
    WholeImage,
}

/// <summary>A number that speaks for a finding.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The value.</param>
/// <param name="Unit">In what.</param>
public sealed record FindingNumber(string Name, double Value, string Unit);
