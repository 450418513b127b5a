namespace ModelAssert;

/// <summary>Reports and the folders that they lie in.</summary>
internal static class WrittenReport
{
    /// <summary>The report, once its files are in a folder.</summary>
    public static TReport In<TReport>(this TReport report, string folder)
        where TReport : ModelReport => report with { ReportPath = Path.Combine(folder, report.Files.First().Name) };
}
