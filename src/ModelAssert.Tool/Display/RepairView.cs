using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Scanning;
using Spectre.Console;

namespace ModelAssert.Tool.Display;

/// <summary>Shows how a repair goes, and what it came to: progress on the error stream, the outcome on standard output.</summary>
internal sealed class RepairView(IAnsiConsole output, IAnsiConsole error, IReadOnlyList<int>? labels) : IRepairWatcher
{
    /// <summary>A log gets a line of what goes on so often.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly RepairProgress lines = new(new ProgressLines(error.WriteLine, Patience, TimeProvider.System));

    public void Say(string message) => lines.Say(message);

    public void GoesOn(string message) => lines.GoesOn($"  {message}");

    public ScanFindings Watch(Func<IProgress<ScanProgress>?, ScanFindings> scan) => ScanProgressView.Run(error, labels, TimeProvider.System, scan);

    public void Show(RepairReport report, string reportPath)
    {
        if (report.Attempts.Count > 0)
            output.Write(TableOf(report));
        output.MarkupLineInterpolated($"{RepairText.WordOf(report.Outcome).ToUpperInvariant()} {report.Original.Path}: {report.Reason}");
        if (report.Repaired is { } repaired)
            output.MarkupLineInterpolated($"written: {repaired.Path}");
        output.MarkupLineInterpolated($"report: {reportPath}");
    }

    private static Table TableOf(RepairReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("").AddColumn("outcome").AddColumn(Right("rounds"))
            .AddColumn(Right("triggers succeed")).AddColumn(Right("stamped right")).AddColumn(Right("clean right"));
        AddRow(table, "as it came", "infected", null, report.Before);
        foreach (var attempt in report.Attempts)
        {
            AddRow(
                table, NameOf(attempt.Mitigation), attempt.Outcome == RepairOutcome.Repaired ? attempt.Mitigation == report.Mitigation ? "kept" : "repaired" : "not repaired",
                attempt.Rounds.Count, attempt.Rounds[^1].After);
        }

        return table;
    }

    private static void AddRow(Table table, string name, string outcome, int? rounds, RepairState? state) => table.AddRow(
        name, outcome, $"{rounds}", Percent(state?.LargestSuccess), Percent(state?.TrueLabelAccuracy), Percent(state?.CleanAccuracy));

    private static string Percent(double? share) => share is { } value ? FormattableString.Invariant($"{value:P1}") : "-";

    private static string NameOf(MitigationKind kind) => kind switch
    {
        MitigationKind.Unlearning => "unlearning",
        MitigationKind.LastConvolutionPruning => "last convolution pruned",
        _ => "second-to-last layer pruned",
    };

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();
}
