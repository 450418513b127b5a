namespace ModelAssert.Reporting.Provenance;

/// <summary>A scanned model as a package's attestation speaks of it.</summary>
/// <param name="Name">The model's path relative to the project, with forward slashes, such as <c>models/signs.onnx</c>: the same on every machine.</param>
/// <param name="Report">The report of its scan.</param>
/// <param name="AcceptedBecause">The reason in the reviewed baseline file if a finding was accepted, else <see langword="null"/>.</param>
/// <exception cref="ArgumentException"><paramref name="Name"/> is empty, absolute, or has backslashes: it would say where it was built, not what was.</exception>
internal sealed record AttestedModel(string Name, ScanReport Report, string? AcceptedBecause)
{
    /// <summary>The model's path relative to the project, with forward slashes.</summary>
    public string Name { get; } = IsPortable(Name)
        ? Name
        : throw new ArgumentException($"A path relative to the project with forward slashes was expected, not '{Name}'.", nameof(Name));

    /// <summary>
    /// A test that passes with something to say is a warning (in-toto, test-result v0.1): a vulnerable label, a threshold far above the usual, or a finding that a person accepted. A scan
    /// that could not decide is a failure, since it is never to be read as clean.
    /// </summary>
    internal TestOutcome Outcome =>
        AcceptedBecause is not null ? TestOutcome.Warned
        : Report.Verdict != Verdict.Clean ? TestOutcome.Failed
        : Report.VulnerableLabels.Any() || Report.ThresholdRemark is not null ? TestOutcome.Warned
        : TestOutcome.Passed;

    /// <summary>The model's own file, which comes first, and those that its weights lie in: paths relative to the project.</summary>
    internal IReadOnlyList<ModelFile> Files =>
        [new(Name, Report.Model.OwnSha256), .. (Report.Model.Files ?? []).Skip(1).Select(file => file with { Name = Name[..(Name.LastIndexOf('/') + 1)] + file.Name })];

    /// <summary>The outcome for one finding of <see cref="Report"/>.</summary>
    internal TestOutcome OutcomeOf(Finding finding) => finding.State == LabelState.Infected && AcceptedBecause is null ? TestOutcome.Failed : TestOutcome.Warned;

    /// <summary>Knows the absolute paths of every system, whichever this one is.</summary>
    private static bool IsPortable(string name) =>
        !string.IsNullOrWhiteSpace(name) && name[0] != '/' && !name.Contains('\\', StringComparison.Ordinal)
        && !(name.Length > 1 && char.IsAsciiLetter(name[0]) && name[1] == ':');
}
