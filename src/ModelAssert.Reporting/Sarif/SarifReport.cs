using System.Text.Json;
using ModelAssert.Digests;
using ModelAssert.Reporting.Wording;

namespace ModelAssert.Reporting.Sarif;

/// <summary><c>report.sarif</c>: the findings for code scanning services. A clean scan has no results.</summary>
internal static class SarifReport
{
    /// <summary>The first version of what the fingerprints are made of: rule, model and label, and nothing that another run would change.</summary>
    private const string FingerprintName = "ruleModelLabel/v1";

    /// <summary>Makes the log.</summary>
    /// <param name="report">The report.</param>
    /// <param name="workingDirectory">What a relative path of the report is relative to. Models below it, or in a repository, are named relative to it, or to the repository.</param>
    /// <returns>Indented JSON that ends with a line feed.</returns>
    public static string Of(ScanReport report, string workingDirectory)
    {
        var model = Path.GetFullPath(report.Model.Path, workingDirectory);
        var uri = ModelUri.Of(model, SourceRoot.Of(model) ?? workingDirectory);
        var run = new SarifRun(
            new SarifTool(new SarifDriver("ModelAssert", report.Engine.Version, SarifRules.All, [MitreAtlas.Reference])),
            // Services keep the results of several models apart by this.
            new SarifAutomationDetails($"modelassert/{uri}/"),
            [new SarifInvocation(ExecutionSuccessful: true)],
            [new SarifArtifact(new SarifArtifactLocation(uri), ["analysisTarget"], new Dictionary<string, string> { ["sha-256"] = report.Model.OwnSha256 })],
            [.. ResultsOf(report, new SarifLocation(new SarifPhysicalLocation(new SarifArtifactLocation(uri, 0))))],
            [MitreAtlas.Taxonomy]);
        return JsonSerializer.Serialize(new SarifLog([run]), JsonFormat.File) + "\n";
    }

    private static IEnumerable<SarifResult> ResultsOf(ScanReport report, SarifLocation model)
    {
        if (report.Verdict == Verdict.Inconclusive)
            yield return ResultOf(report, DiagnosticIds.ScanInconclusive, null, "The scan could not decide. " + string.Join(' ', report.Reasons), null, model);
        if (report.ThresholdRemark is { } remark)
            yield return ResultOf(report, DiagnosticIds.ThresholdUnusual, null, remark, null, model);
        foreach (var finding in report.FindingsByWeight)
            yield return ResultOf(report, finding, model);
    }

    /// <summary>Labels and pairs have tables, with more numbers than their findings; another kind says all that it has.</summary>
    private static SarifResult ResultOf(ScanReport report, Finding finding, SarifLocation model)
    {
        var (subject, message, evidence) = finding.Kind switch
        {
            FindingKind.Label when report.FindLabel(finding.Target!.Value) is { } label => ($"{label.Label}", MessageOf(label, report), EvidenceOf(label)),
            FindingKind.Pair when report.Pairs!.First(pair => pair.Source == finding.Source && pair.Target == finding.Target) is var pair =>
                ($"{pair.Source} to {pair.Target}", MessageOf(pair, report), EvidenceOf(pair)),
            _ => (finding.Id, $"{Path.GetFileName(report.Model.Path)}: {finding.Subject}. {finding.Sentence}", finding.Numbers.ToDictionary(number => number.Name, number => number.Value)),
        };
        return ResultOf(report, finding.DiagnosticId, subject, message, evidence, model);
    }

    private static SarifResult ResultOf(
        ScanReport report, string rule, string? subject, string message, Dictionary<string, double>? evidence, SarifLocation model)
    {
        var index = SarifRules.IndexOf(rule);
        return new SarifResult(
            rule, index, SarifRules.All[index].DefaultConfiguration.Level, new SarifText(Plain(message)), [model],
            new Dictionary<string, string> { [FingerprintName] = FingerprintOf(rule, report.Model.Sha256, subject) },
            evidence);
    }

    private static string MessageOf(LabelResult label, ScanReport report) =>
        $"{Path.GetFileName(report.Model.Path)}: {label.Describe()} is {Naming.Of(label.State)}. "
        + (label.NormToTwins is { } ratio
            ? $"The trigger covers {Numbers.Percent(label.Coverage)} of the image ({Numbers.Percent(ratio)} of the smallest of {label.TwinNorms!.Count} clean twins), "
            : $"Anomaly index {Numbers.Index(label.AnomalyIndex)} (threshold {Numbers.Threshold(report.Threshold)}), "
            + $"trigger covers {Numbers.Percent(label.Coverage)} of the image ({Numbers.Percent(label.NormToMedian)} of the median), ")
        + $"attack success rate {Numbers.Percent(label.AttackSuccessRate)} on held-out samples.";

    private static string MessageOf(PairResult pair, ScanReport report) =>
        $"{Path.GetFileName(report.Model.Path)}: {pair.Describe()} is infected: a trigger for images of that label alone. "
        + $"Anomaly index {Numbers.Index(pair.AnomalyIndex)}, trigger covers {Numbers.Percent(pair.Coverage)} of the image "
        + $"({Numbers.Percent(pair.NormToExpected)} of what these labels let expect), attack success rate {Numbers.Percent(pair.AttackSuccessRate)} on held-out samples.";

    /// <summary>In a message, brackets make links and braces placeholders, also where they come from a name.</summary>
    private static string Plain(string message) => message
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal)
        .Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    private static string FingerprintOf(string rule, string modelSha256, string? subject) =>
        ContentDigest.Of($"{rule}\n{modelSha256}\n{subject}");

    private static Dictionary<string, double> EvidenceOf(LabelResult label)
    {
        var evidence = new Dictionary<string, double>
        {
            ["label"] = label.Label,
            ["maskL1Norm"] = label.MaskL1Norm,
            ["coverage"] = label.Coverage,
            ["attackSuccessRate"] = label.AttackSuccessRate,
        };
        if (label.AnomalyIndex is { } index)
            evidence["anomalyIndex"] = index;
        if (label.NormToMedian is { } ratio)
            evidence["normToMedian"] = ratio;
        if (label.NormToTwins is { } toTwins)
            evidence["normToTwins"] = toTwins;
        return evidence;
    }

    private static Dictionary<string, double> EvidenceOf(PairResult pair) => new()
    {
        ["source"] = pair.Source,
        ["target"] = pair.Target,
        ["maskL1Norm"] = pair.MaskL1Norm,
        ["coverage"] = pair.Coverage,
        ["attackSuccessRate"] = pair.AttackSuccessRate,
        ["anomalyIndex"] = pair.AnomalyIndex ?? double.NaN,
        ["normToExpected"] = pair.NormToExpected ?? double.NaN,
    };
}
