using Spectre.Console;
using Spectre.Console.Rendering;

namespace ModelAssert.Tool.Display;

/// <summary>How a scan goes: a row per label and a line for all of them, never taller than it may be.</summary>
internal static class ProgressTable
{
    private const int BarWidth = 12;

    /// <summary>The lines that are no rows: around the header and below the table, the line of what is not shown and the one for all, and the cursor's.</summary>
    private const int OtherLines = 7;

    /// <summary>Renders the tally.</summary>
    /// <param name="tally">The tally.</param>
    /// <param name="height">The lines there are.</param>
    /// <param name="unicode">Whether the console can show more than ASCII.</param>
    public static IRenderable Of(ScanTally tally, int height, bool unicode)
    {
        var overall = new Markup($"[bold]{tally.Describe()}[/]");
        if (tally.Labels.Count == 0)
            return overall;

        LabelProgress[] shown = [.. Shown(tally.Labels, Math.Max(1, height - OtherLines))];
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn(Right("label")).AddColumn(new TableColumn("state").Width(BarWidth + 5)).AddColumn(Right("norm (pixels)")).AddColumn(Right("steps"));
        foreach (var label in shown)
            table.AddRow(label.Label.ToString(), State(label, unicode), label.Norm?.ToString("0.0") ?? "-", label.Step > 0 ? $"{label.Step}" : "-");
        return shown.Length == tally.Labels.Count ? new Rows(table, overall) : new Rows(table, new Markup($"[dim]{NotShown(tally.Labels, shown)}[/]"), overall);
    }

    private static string NotShown(IEnumerable<LabelProgress> labels, LabelProgress[] shown)
    {
        LabelProgress[] others = [.. labels.Except(shown)];
        (int Count, string What)[] kinds =
        [
            (others.Count(label => label.Phase == LabelPhase.Running), "more running"),
            (others.Count(label => label.Phase == LabelPhase.Waiting), "waiting"),
            (others.Count(label => label.IsFinished), "finished with larger triggers"),
        ];
        return string.Join(", ", kinds.Where(kind => kind.Count > 0).Select(kind => $"{kind.Count:#,0} {kind.What}"));
    }

    /// <summary>All labels in their order if they fit; else those that run, then the smallest triggers so far: a backdoor would be among them.</summary>
    private static IEnumerable<LabelProgress> Shown(IReadOnlyCollection<LabelProgress> labels, int maximum) =>
        labels.Count <= maximum ? labels : labels
            .Where(label => label.Phase != LabelPhase.Waiting)
            .OrderBy(label => label.IsFinished).ThenBy(label => label.IsFinished ? label.Norm ?? double.MaxValue : label.Label)
            .Take(maximum);

    private static string State(LabelProgress label, bool unicode) => label.Phase switch
    {
        LabelPhase.Waiting => "[dim]waiting[/]",
        LabelPhase.Running => Bar((double)label.Step / label.MaximumSteps, unicode),
        LabelPhase.Cached => "from the cache",
        _ => "done",
    };

    private static string Bar(double share, bool unicode)
    {
        var filled = (int)(BarWidth * share);
        var (full, empty) = unicode ? ('━', '━') : ('=', '-');
        return $"[blue]{new string(full, filled)}[/][dim]{new string(empty, BarWidth - filled)}[/] {100 * share,3:0}%";
    }

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();
}
