using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using ModelAssert.Artifacts;
using ModelAssert.Assertions;
using ModelAssert.Gates;
using ModelAssert.Reporting.Looks;
using ModelAssert.Reporting.Provenance;

namespace ModelAssert.Reporting.Tests;

/// <summary>A report with one finding of every kind, and every place where findings are told: none forgets a kind.</summary>
public sealed class EveryFindingTests : IDisposable
{
    private static readonly PairResult Pair = new()
    {
        Source = 1,
        SourceName = "trouser",
        Target = 5,
        TargetName = "sandal",
        State = LabelState.Infected,
        AnomalyIndex = 4.5,
        NormToExpected = 0.1,
        MaskL1Norm = 9.5,
        Coverage = 0.012,
        AttackSuccessRate = 0.97,
        Converged = true,
        Steps = 60,
        TriggerFiles = ArtifactFolder.TriggerFilesOf(1, 5),
    };

    private static readonly DormantPathResult Hidden = new()
    {
        Node = "Greater 'planted'",
        Target = 4,
        TargetName = "coat",
        State = LabelState.Infected,
        MaskL1Norm = 4,
        Coverage = 0.005,
        AttackSuccessRate = 1,
        SuccessRateHeld = 0,
        Images = 32,
        CleanShare = 0,
        TriggerFiles = ArtifactFolder.TriggerFilesOf("path to label 4"),
    };

    /// <summary>What a detector without a table of its own found, and has no part in the verdict.</summary>
    private static readonly Detection Advisory = new()
    {
        Detector = Detector.DormantPaths,
        Sees = "Something else.",
        Method = "Somehow.",
        IsAdvisory = true,
        Verdict = Verdict.Infected,
        Reasons = [],
        Findings =
        [
            new Finding
            {
                Id = "something about label 3",
                Kind = FindingKind.DormantPath,
                Subject = "something about label 3 'dress'",
                Target = 3,
                State = LabelState.Vulnerable,
                Sentence = "It is unusual.",
                Numbers = [new FindingNumber("strangeness", 5, "units")],
                IsAdvisory = true,
            },
        ],
    };

    /// <summary>What is about no one label.</summary>
    private static readonly Detection ForAllLabels = new()
    {
        Detector = Detector.AllToAll,
        Sees = "One trigger for all.",
        Method = "Somehow.",
        Verdict = Verdict.Infected,
        Reasons = ["Each label goes to another."],
        Findings =
        [
            new Finding
            {
                Id = "all labels",
                Kind = FindingKind.AllToAll,
                Subject = "trigger for all labels",
                Target = null,
                State = LabelState.Infected,
                Sentence = "Each label goes to another.",
                Numbers = [new FindingNumber("attack success rate", 0.9, "fraction")],
                TriggerFiles = ArtifactFolder.TriggerFilesOf("all labels"),
            },
        ],
    };

    /// <summary>What is seen nowhere by itself.</summary>
    private static readonly Detection[] OfWholeImages = [WholeImage(Detector.Warp, FindingKind.Warp, "warp"), WholeImage(Detector.WholeImage, FindingKind.WholeImage, "pattern")];

    private static readonly ScanReport Report = Infected();

    /// <summary>What each is called where people read, and where programs do.</summary>
    private static readonly (string Subject, string Id)[] Findings = [("label 7 'sneaker'", "label 7"), ("label 8 'bag'", "label 8"), ("label 1 'trouser' to label 5 'sandal'", "label 1 to label 5"), ("hidden path to label 4 'coat'", "path to label 4"),
        ("something about label 3 'dress'", "something about label 3"), ("trigger for all labels", "all labels"),
        ("warp to label 6 'shirt'", "warp to label 6"), ("pattern to label 6 'shirt'", "pattern to label 6")];

    private readonly string folder = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_report_has_one_of_every_kind() =>
        Assert.Equal([FindingKind.Label, FindingKind.Label, FindingKind.Pair, FindingKind.DormantPath, FindingKind.DormantPath, FindingKind.AllToAll, FindingKind.Warp, FindingKind.WholeImage], Report.Findings.Select(finding => finding.Kind));

    [Fact]
    public void Every_file_tells_of_all()
    {
        Write();
        foreach (var (subject, _) in Findings)
        {
            Assert.Contains(NameOf(subject), Read(ArtifactFile.Page.Name), StringComparison.Ordinal);
            Assert.Contains(NameOf(subject), Read(ArtifactFile.Summary.Name), StringComparison.Ordinal);
            Assert.Contains(subject, Text(Read(ArtifactFile.Sarif.Name)), StringComparison.Ordinal);
        }

        using var json = JsonDocument.Parse(Read(ArtifactFile.Report.Name));
        Assert.Equal(Findings.Select(finding => finding.Id), json.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("id").GetString()));
        Assert.Equal(Report.Findings.Count, ReportJson.Deserialize(Read(ArtifactFile.Report.Name)).Findings.Count);
    }

    [Fact]
    public void Every_trigger_is_there_as_arrays_and_as_pictures()
    {
        Write();
        using var arrays = ZipFile.OpenRead(Path.Combine(folder, ArtifactFile.Triggers.Name));
        Assert.All((string[])["mask_007", "pattern_007", "mask_008", "mask_001_005", "pattern_001_005", "mask_path_to_label_4", "pattern_path_to_label_4", "mask_all_labels", "pattern_all_labels", "offsets_warp_to_label_6", "added_pattern_to_label_6"], name => Assert.NotNull(arrays.GetEntry($"{name}.npy")));
        Assert.All(Report.Findings.SelectMany(finding => finding.TriggerFiles?.All() ?? []), file => Assert.True(File.Exists(Path.Combine(folder, file)), file));
    }

    [Fact]
    public void Attestation_and_bill_of_materials_tell_of_all()
    {
        AttestedModel[] models = [new("models/a.onnx", Report, AcceptedBecause: null)];
        var (statement, bill) = (TestResultStatement.Of(models), Text(ModelBom.Of(models)));
        Assert.All(Findings, finding => Assert.Contains($"\"models/a.onnx {finding.Id}\"", statement, StringComparison.Ordinal));
        Assert.All(Findings, finding => Assert.Contains(finding.Subject, bill, StringComparison.Ordinal));
    }

    [Fact]
    public void Builds_and_tests_are_told_of_all()
    {
        var said = new GateRule(Baseline.Empty, isStrict: true, new DateOnly(2026, 1, 1)).Judge(Report).Select(finding => finding.Text).ToArray();
        Assert.All(Findings, finding => Assert.Contains(said, text => text.Contains(finding.Subject.Split(" '")[0], StringComparison.Ordinal)));
        // A vulnerable label fails no test.
        Assert.All(Report.Findings.Where(finding => finding.State == LabelState.Infected), finding => Assert.Contains(finding.Subject, FailureMessage.Of(Report), StringComparison.Ordinal));
    }

    [Fact]
    public void Another_threshold_changes_nothing_about_what_has_none()
    {
        var report = Report.JudgedAt(3);

        Assert.Equal(Verdict.Infected, report.Verdict);
        Assert.Contains(report.Findings, finding => finding.Kind == FindingKind.DormantPath);
        Assert.Contains(report.DormantPaths!.Single().Sentence, report.Reasons);
        Assert.Contains(ForAllLabels.Reasons[0], report.Reasons);
        Assert.Equal([Advisory, ForAllLabels, .. OfWholeImages], report.Detections);
    }

    [Fact]
    public void What_is_advisory_is_told_and_fails_nothing()
    {
        var report = SampleReports.Ten with { Verdict = Verdict.Clean, Labels = [.. SampleReports.Ten.Labels.Select(label => label with { State = LabelState.Clean })], Detections = [Advisory] };

        Assert.Null(FailureMessage.Against(Expectations.NoInfectedLabels, report));
        var said = Assert.Single(new GateRule(Baseline.Empty, isStrict: true, new DateOnly(2026, 1, 1)).Judge(report));
        Assert.Equal((DiagnosticIds.AdvisoryFinding, GateSeverity.Remark), (said.Id, said.Severity));
    }

    private static Detection WholeImage(Detector detector, FindingKind kind, string noun) => new()
    {
        Detector = detector,
        Sees = "One for all of the image.",
        Method = "Somehow.",
        Verdict = Verdict.Infected,
        Reasons = [$"A {noun} goes there."],
        Findings =
        [
            new Finding
            {
                Id = $"{noun} to label 6",
                Kind = kind,
                Subject = $"{noun} to label 6 'shirt'",
                Target = 6,
                State = LabelState.Infected,
                Sentence = $"A {noun} goes there.",
                Numbers = [new FindingNumber("attack success rate", 0.9, "fraction"), new FindingNumber("size", 0.12, "pixels")],
                TriggerFiles = ArtifactFolder.TriggerFilesOf($"{noun} to label 6"),
            },
        ],
    };

    private static ScanReport Infected()
    {
        // Label 8 is vulnerable: far below the median, and too large for a backdoor.
        var report = SampleReports.Ten;
        return report with
        {
            Labels = [.. report.Labels.Select(label => label.Label == 8 ? label with { State = LabelState.Vulnerable, AnomalyIndex = 2.1, TriggerFiles = ArtifactFolder.TriggerFilesOf(8) } : label)],
            Pairs = [Pair, Pair with { Source = 2, State = LabelState.Clean, TriggerFiles = null }],
            PairAnomalyIndex = 4.5,
            DormantPaths = [Hidden],
            DormantGates = new DormantGates(560, 69, 60, 0, 12),
            Detections = [Advisory, ForAllLabels, .. OfWholeImages],
        };
    }

    private void Write()
    {
        var triggers = SampleReports.TriggersOf(Report);
        var (pair, path) = (TriggerTo(Pair.Target), TriggerTo(Hidden.Target));
        ReportWriter.Write(
            ArtifactFolder.Open(folder), Report, triggers, SampleReports.Examples,
            [new("001_005", Pair.TriggerFiles!, pair, SampleReports.Examples), new("path_to_label_4", Hidden.TriggerFiles!, path, SampleReports.Examples), new("all_labels", ArtifactFolder.TriggerFilesOf("all labels"), path, SampleReports.Examples),
                new("warp_to_label_6", ArtifactFolder.TriggerFilesOf("warp to label 6"), new WarpLook(path.Shape, new float[2 * path.Shape.Area]), SampleReports.Examples),
                new("pattern_to_label_6", ArtifactFolder.TriggerFilesOf("pattern to label 6"), new PatternLook(path.Shape, new float[path.Shape.Volume]), SampleReports.Examples)]);

        Trigger TriggerTo(int target) => new(target, triggers[0].Shape, [.. triggers[0].Mask], [.. triggers[0].Pattern]);
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(folder, file));

    /// <summary>JSON, with its strings as they are meant.</summary>
    private static string Text(string json) => Regex.Unescape(json);

    /// <summary>The name of the label that images go to, if there is one.</summary>
    private static string NameOf(string subject) => subject.Contains('\'') ? subject.Split('\'')[^2] : subject;
}
