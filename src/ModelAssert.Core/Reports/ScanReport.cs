using System.Text.Json.Serialization;
using ModelAssert.Verdicts;

namespace ModelAssert;

/// <summary>
/// The answer to a <see cref="ScanRequest"/>. Serialised as <c>report.json</c>, on which other tools build: members may be added, never renamed.
/// </summary>
public sealed record ScanReport : ModelReport
{
    /// <summary>The version of the schema that this class writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Makes a report of the current schema.</summary>
    public ScanReport()
        : base(CurrentSchemaVersion)
    {
    }

    /// <summary>The model that was scanned.</summary>
    public required ModelIdentity Model { get; init; }

    /// <summary>What the description beside the model added, if there is one.</summary>
    public ModelDescription? Description { get; init; }

    /// <summary>
    /// Whether the model rounds to quantised values. Its gradients then go straight through the rounding: they are those of the same model without it, which has
    /// none of its own.
    /// </summary>
    public bool IsQuantized { get; init; }

    /// <summary>The conclusion.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why, in sentences: each finding, and each thing that kept the scan from deciding.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>The anomaly index above which a label is anomalous.</summary>
    public required double Threshold { get; init; }

    /// <summary>What is to be said of a threshold that is far above the usual one; <see langword="null"/> for another.</summary>
    public string? ThresholdRemark => UnusualThreshold.RemarkOn(Threshold);

    /// <summary>The largest anomaly index on the small side. <see langword="null"/> where the statistic does not exist.</summary>
    public double? AnomalyIndex { get; init; }

    /// <summary>
    /// The size below which a trigger of any label would have been called infected on this model, in pixels; 0 if none would, however small. What a clean verdict is worth. <see langword="null"/> where the
    /// statistic does not exist.
    /// </summary>
    public double? DetectableNorm { get; init; }

    /// <summary>How many labels the model tells apart; <see langword="null"/> in reports of versions that did not state it.</summary>
    public int? LabelCount { get; init; }

    /// <summary>The labels that were analysed, in order of their number.</summary>
    public required IReadOnlyList<LabelResult> Labels { get; init; }

    /// <summary>
    /// How often each label was optimised: twice where the evidence of the first start contradicted itself. The smaller trigger counts.
    /// </summary>
    public int Starts { get; init; } = 1;

    /// <summary>What was reversed again before a label was called infected; <see langword="null"/> where none was.</summary>
    [JsonInclude]
    internal SecondLook? SecondLook { get; init; }

    /// <summary>The labels that stood for all in the statistics, drawn by the seed; <see langword="null"/> if every label did.</summary>
    public IReadOnlyList<int>? ReferenceLabels { get; init; }

    /// <summary>
    /// The ordered pairs of labels that were analysed, by source, then by target; <see langword="null"/> if the scan did not look for source-specific backdoors.
    /// </summary>
    public IReadOnlyList<PairResult>? Pairs { get; init; }

    /// <summary>The largest anomaly index of a pair. <see langword="null"/> where the statistic does not exist.</summary>
    public double? PairAnomalyIndex { get; init; }

    /// <summary>
    /// The paths through the network that no clean image takes and a small trigger opens; <see langword="null"/> if they were not looked for: only a graph can be seen into, as an ONNX file has it.
    /// </summary>
    public IReadOnlyList<DormantPathResult>? DormantPaths { get; init; }

    /// <summary>What the search for such paths has looked at; <see langword="null"/> if there was none.</summary>
    [JsonInclude]
    internal DormantGates? DormantGates { get; init; }

    /// <summary>Which detectors looked at the model, what each can see, and what it came to; empty in reports of versions that did not state it.</summary>
    public IReadOnlyList<Detection> Detections { get; init; } = [];

    /// <summary>
    /// Everything that was found, of whatever kind: labels by number, then pairs of labels, then paths, then what detectors without a table found. A pair that is close to its target by nature is none.
    /// </summary>
    public IReadOnlyList<Finding> Findings =>
    [
        .. Labels.Where(label => label.State is LabelState.Infected or LabelState.Vulnerable).Select(label => Finding.Of(label, this)),
        .. (Pairs ?? []).Where(pair => pair.State == LabelState.Infected).Select(pair => Finding.Of(pair, this)),
        .. (DormantPaths ?? []).Where(path => path.State == LabelState.Infected).Select(Finding.Of),
        .. Detections.SelectMany(detection => detection.Findings ?? []),
    ];

    /// <summary>The same findings, what weighs most first: infected before vulnerable, both before what is only told; then by kind, the most anomalous first.</summary>
    [JsonIgnore]
    public IEnumerable<Finding> FindingsByWeight => Findings.OrderBy(finding => finding.IsAdvisory).ThenByDescending(finding => finding.State == LabelState.Infected)
        .ThenBy(finding => finding.Kind).ThenByDescending(finding => finding.AnomalyIndex);

    /// <summary>What was asked.</summary>
    [JsonPropertyOrder(ReportOrder.Asked)]
    public required ScanOptions Options { get; init; }

    /// <summary>The seed of every random choice.</summary>
    [JsonPropertyOrder(ReportOrder.Asked)]
    public required int Seed { get; init; }

    /// <summary>
    /// How often this version's rule is right, measured; <see langword="null"/> where the scan was another one than was measured: other than profile <c>fast</c>, or another threshold.
    /// </summary>
    [JsonPropertyOrder(ReportOrder.Proof)]
    [JsonInclude]
    internal MeasuredPower? Power { get; init; }

    /// <summary>How well the imported model agrees with its original runtime.</summary>
    [JsonPropertyOrder(ReportOrder.Proof)]
    public required ImportParity ImportParity { get; init; }

    /// <summary>The labels that are infected, the most anomalous first.</summary>
    [JsonIgnore]
    public IEnumerable<LabelResult> InfectedLabels => WithState(LabelState.Infected);

    /// <summary>The labels that are vulnerable, the most anomalous first.</summary>
    [JsonIgnore]
    public IEnumerable<LabelResult> VulnerableLabels => WithState(LabelState.Vulnerable);

    /// <summary>The pairs of labels that are infected, the most anomalous first.</summary>
    [JsonIgnore]
    public IEnumerable<PairResult> InfectedPairs =>
        (Pairs ?? []).Where(pair => pair.State == LabelState.Infected).OrderByDescending(pair => pair.AnomalyIndex);

    /// <summary>What was found besides labels and pairs of labels, which have tables of their own.</summary>
    [JsonIgnore]
    public IEnumerable<Finding> OtherFindings => FindingsByWeight.Where(finding => finding is { Kind: not (FindingKind.Label or FindingKind.Pair), IsAdvisory: false });

    /// <summary>What is only told, and fails nothing.</summary>
    [JsonIgnore]
    public IEnumerable<Finding> AdvisoryFindings => Findings.Where(finding => finding.IsAdvisory);

    internal override string InOneLine => Verdict.ToString().ToLowerInvariant();

    internal override IEnumerable<ArtifactFile> Files => [.. ArtifactFile.OfScan, .. Findings.SelectMany(finding => finding.TriggerFiles?.All() ?? []).Select(ArtifactFile.Picture)];

    /// <summary>The result of a label.</summary>
    /// <param name="label">The label, counted from 0.</param>
    /// <returns>Its result, or <see langword="null"/> if it was not analysed.</returns>
    public LabelResult? FindLabel(int label) => Labels.FirstOrDefault(result => result.Label == label);

    /// <summary>Where the numbers come from, if not all from this scan: <c>7 of 10 labels from the cache</c>.</summary>
    /// <returns>The text, or <see langword="null"/> if no label was cached.</returns>
    public string? DescribeCached() =>
        Labels.Count(label => label.Cached) is > 0 and var cached ? $"{cached} of {Labels.Count} labels from the cache" : null;

    private IEnumerable<LabelResult> WithState(LabelState state) =>
        Labels.Where(label => label.State == state).OrderByDescending(label => label.AnomalyIndex);
}

/// <summary>
/// Labels that were reversed again, from another start, before a label was called infected: those around the median that it is compared with. The smaller trigger of each counts.
/// </summary>
/// <param name="Labels">The labels, ascending.</param>
/// <param name="FirstAnomalyIndex">The model's largest anomaly index before that.</param>
/// <param name="FirstMedianNorm">The median norm before that, in pixels.</param>
internal sealed record SecondLook(IReadOnlyList<int> Labels, double FirstAnomalyIndex, double FirstMedianNorm);

/// <summary>Which file was scanned.</summary>
/// <param name="Path">The path as it was given.</param>
/// <param name="Sha256">The digest of the bytes that were scanned, in lower-case hexadecimal.</param>
public sealed record ModelIdentity(string Path, string Sha256)
{
    /// <summary>
    /// Where weights lie in other files, the model's own file, which comes first, and these, each with its own digest; else <see langword="null"/>. <see cref="Sha256"/> is of all of them together then, and no single
    /// file has it.
    /// </summary>
    public IReadOnlyList<ModelFile>? Files { get; init; }

    /// <summary>The digest of the model's own file.</summary>
    internal string OwnSha256 => Files is [var own, ..] ? own.Sha256 : Sha256;

    /// <summary>What the model is called in messages: the name of its file, as one line of plain text.</summary>
    [JsonIgnore]
    public string FileName => PlainText.OneLine(System.IO.Path.GetFileName(Path));
}

/// <summary>A file of a model.</summary>
/// <param name="Name">Where it is, relative to the model's folder.</param>
/// <param name="Sha256">The digest of its bytes, in lower-case hexadecimal.</param>
public sealed record ModelFile(string Name, string Sha256);

/// <summary>The clean samples that were used.</summary>
/// <param name="Count">How many were used.</param>
/// <param name="HeldOut">How many of these were kept from the optimisation, to measure success on.</param>
/// <param name="Sha256">The digest of the images and labels that were used, in lower-case hexadecimal.</param>
/// <param name="Accuracy">The model's accuracy on all that were drawn, a fraction in [0, 1].</param>
/// <param name="InputRange">The pixel range they were given to the model in.</param>
public sealed record SamplesSummary(int Count, int HeldOut, string Sha256, double Accuracy, PixelRange InputRange)
{
    /// <summary>The path as it was given, if it is known: to scan again with the same samples.</summary>
    public string? Path { get; init; }

    /// <summary>How many labels they are of; <see langword="null"/> in reports of versions that did not state it.</summary>
    public int? LabelCount { get; init; }

    /// <summary>How many more were drawn and not used: the model is too inaccurate for a scan on samples that it gets wrong, so only those count that it gets right.</summary>
    public int LeftOut { get; init; }

    /// <summary>Everything that they were given to the model with, and how that was come by.</summary>
    [JsonInclude]
    internal PreprocessingSummary? Preprocessing { get; init; }

    /// <summary>What a reader must know beside any verdict on them, in sentences; mostly nothing.</summary>
    /// <param name="guessIsTold">Whether the verdict says already what is doubtful about a guessed preprocessing.</param>
    /// <returns>The sentences.</returns>
    public IEnumerable<string> Remarks(bool guessIsTold = false)
    {
        if (LeftOut > 0)
        {
            yield return FormattableString.Invariant(
                $"The model is right on only {100 * Accuracy:0.0} % of {Count + LeftOut} samples. The scan used the {Count} that it gets right; what the others would do was not looked at.");
        }

        if (!guessIsTold && Preprocessing?.Note is { } note)
            yield return note;
    }
}

/// <summary>The engine that made a report.</summary>
/// <param name="Version">The engine's version.</param>
/// <param name="Algorithm">The version of everything that decides the numbers; it changes when they may.</param>
public sealed record EngineIdentity(string Version, string Algorithm);

/// <summary>What a scan cost.</summary>
/// <param name="WallSeconds">Seconds on the clock.</param>
/// <param name="CpuSeconds">Seconds of processor time, all threads together.</param>
public sealed record ScanTiming(double WallSeconds, double CpuSeconds)
{
    /// <summary>How long each detector took, by its name, in seconds; <see langword="null"/> in reports of versions that did not state it.</summary>
    public IReadOnlyDictionary<string, double>? Detectors { get; init; }
}

/// <summary>The proof of an import.</summary>
/// <param name="MaxAbsDifference">The largest absolute difference between the outputs of the import and of the original runtime.</param>
/// <param name="Samples">The clean samples that both were given.</param>
public sealed record ImportParity(double MaxAbsDifference, int Samples);
