using ModelAssert.Caching;
using Spectre.Console;

namespace ModelAssert.Tool.Display;

/// <summary>What is in a cache, one row per file.</summary>
internal static class CacheTable
{
    /// <summary>An entry that cannot be read has no model; <c>verify</c> says why.</summary>
    public static Table OfEntries(IEnumerable<(CacheFile File, CacheEntry? Entry)> rows, DateTimeOffset now)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn("model").AddColumn(Right("label")).AddColumn(Right("norm (pixels)")).AddColumn(Right("size")).AddColumn(Right("last used"));
        foreach (var (file, entry) in rows)
        {
            table.AddRow(
                entry is null ? "[yellow]not usable[/]" : Markup.Escape(PlainText.OneLine(entry.ModelFile)), entry?.Trigger.TargetLabel.ToString() ?? "-",
                entry?.Trigger.MaskL1Norm.ToString("0.0") ?? "-", Size(file.Length), Age(now - file.LastUsed));
        }

        return table;
    }

    public static Table OfWarnings(IEnumerable<ScanWarning> warnings)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("entry").AddColumn("id").AddColumn("why");
        foreach (var warning in warnings)
            table.AddRow(Markup.Escape(PlainText.OneLine(Path.GetFileName(warning.File))), warning.Id, Markup.Escape(warning.Cause));
        return table;
    }

    /// <summary>Bytes as a person reads them; a megabyte is a million.</summary>
    public static string Size(long bytes) => bytes < 1_000_000 ? $"{bytes / 1e3:0.0} kB" : $"{bytes / 1e6:0.0} MB";

    private static string Age(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => "now",
        { TotalHours: < 1 } => $"{age.TotalMinutes:0} min ago",
        { TotalDays: < 1 } => $"{age.TotalHours:0} h ago",
        _ => $"{age.TotalDays:0} d ago",
    };

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();
}
