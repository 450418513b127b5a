using ModelAssert.Artifacts;
using ModelAssert.Reporting.Charts;
using ModelAssert.Reporting.Wording;

namespace ModelAssert.Reporting.Html;

/// <summary>What the page's template prints, every number a text already.</summary>
internal sealed record Page
{
    public required string Style { get; init; }

    /// <summary>The model's file name.</summary>
    public required string Model { get; init; }

    /// <summary>The verdict in one word.</summary>
    public required string Verdict { get; init; }

    public required VerdictText Text { get; init; }

    /// <summary>The few numbers that a reader should take away.</summary>
    public required IReadOnlyList<Fact> KeyFigures { get; init; }

    public required ChartPair? IndexChart { get; init; }

    public required ChartPair? NormChart { get; init; }

    public required ChartPair? CourseChart { get; init; }

    public required IReadOnlyList<FlaggedLabel> Infected { get; init; }

    public required IReadOnlyList<FlaggedLabel> Vulnerable { get; init; }

    /// <summary>Whether the vulnerable labels fold away: beside an infected one they are not what a reader looks for.</summary>
    public required bool FoldsVulnerable { get; init; }

    public required bool HasFlagged { get; init; }

    /// <summary>How many more are flagged than are shown with pictures.</summary>
    public required int FlaggedElsewhere { get; init; }

    /// <summary>The pairs of labels that are infected.</summary>
    public required IReadOnlyList<FlaggedPair> Pairs { get; init; }

    /// <summary>What was found besides labels and pairs.</summary>
    public required IReadOnlyList<FlaggedOther> Others { get; init; }

    public required LabelTable Table { get; init; }

    public required IReadOnlyList<Fact> Scanned { get; init; }

    public required IReadOnlyList<Fact> Configuration { get; init; }

    /// <summary>The command that makes the report again, in parts that lines are broken between.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Whether the command lacks the path of the samples.</summary>
    public required bool SamplesUnknown { get; init; }

    public required IReadOnlyList<string> Limits { get; init; }

    /// <summary>Who made the page.</summary>
    public required string Engine { get; init; }

    public static Page Of(ScanReport report, IReadOnlyList<Trigger> triggers, ArtifactFolder folder)
    {
        LabelResult[] flagged = [.. report.InfectedLabels, .. report.VulnerableLabels];
        ILookup<LabelState, FlaggedLabel> shown = flagged.Where(label => label.TriggerFiles is not null).Take(FlaggedLabel.MaximumShown).ToLookup(
            label => label.State, label => FlaggedLabel.Of(label, triggers.Single(trigger => trigger.TargetLabel == label.Label), folder));
        return new Page
        {
            Style = PageTemplate.Style,
            Model = Path.GetFileName(report.Model.Path),
            Verdict = Naming.Of(report.Verdict),
            Text = VerdictText.Of(report),
            KeyFigures = [.. Facts.Key(report)],
            IndexChart = AnomalyIndexChart.Of(report),
            NormChart = NormBoxPlot.Of(report),
            CourseChart = NormCourseChart.Of(report),
            Infected = [.. shown[LabelState.Infected]],
            Vulnerable = [.. shown[LabelState.Vulnerable]],
            FoldsVulnerable = shown[LabelState.Infected].Any(),
            HasFlagged = shown.Count > 0,
            FlaggedElsewhere = Math.Max(0, flagged.Length - FlaggedLabel.MaximumShown),
            Pairs = [.. report.InfectedPairs.Take(FlaggedLabel.MaximumShown).Select(pair => FlaggedPair.Of(pair, folder))],
            Others = [.. report.OtherFindings.Concat(report.AdvisoryFindings).Take(FlaggedLabel.MaximumShown).Select((finding, place) => FlaggedOther.Of(finding, place, folder))],
            Table = LabelTable.Of(report),
            Scanned = [.. Facts.Scanned(report)],
            Configuration = [.. Facts.Configuration(report)],
            Command = [.. ScanCommandLine.Of(report)],
            SamplesUnknown = report.Samples.Path is null,
            Limits = [.. Wording.Limits.Of(report)],
            Engine = $"ModelAssert {report.Engine.Version}, algorithm {report.Engine.Algorithm}",
        };
    }
}
