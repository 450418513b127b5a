using System.Text.Json;

namespace ModelAssert.Artifacts;

/// <summary>Reports as the content of their files.</summary>
public static class ReportJson
{
    /// <summary>Writes a report as the content of its file: <c>report.json</c>, <c>selftest.json</c>, <c>repair.json</c> or <c>filter.json</c>.</summary>
    /// <param name="report">The report.</param>
    /// <returns>Indented JSON that ends with a line feed.</returns>
    public static string Serialize(ModelReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JsonSerializer.Serialize(report, report.GetType(), JsonFormat.File) + "\n";
    }

    /// <summary>Reads the content of a <c>report.json</c>.</summary>
    /// <param name="json">The content.</param>
    /// <returns>The report.</returns>
    /// <exception cref="JsonException">The content is not a report of this schema.</exception>
    public static ScanReport Deserialize(string json) => Read<ScanReport>(json, ScanReport.CurrentSchemaVersion);

    /// <summary>Reads the content of a <c>repair.json</c>.</summary>
    /// <param name="json">The content.</param>
    /// <returns>The report.</returns>
    /// <exception cref="JsonException">The content is not a report of this schema.</exception>
    public static RepairReport DeserializeRepair(string json) => Read<RepairReport>(json, RepairReport.CurrentSchemaVersion);

    /// <summary>Reads the content of a <c>filter.json</c>.</summary>
    /// <param name="json">The content.</param>
    /// <returns>The report.</returns>
    /// <exception cref="JsonException">The content is not a report of this schema.</exception>
    internal static FilterReport DeserializeFilter(string json) => Read<FilterReport>(json, FilterReport.CurrentSchemaVersion);

    private static TReport Read<TReport>(string json, int current)
        where TReport : ModelReport
    {
        var report = JsonSerializer.Deserialize<TReport>(json, JsonFormat.File) ?? throw new JsonException("The report is null.");
        return report.SchemaVersion == current ? report : throw new JsonException($"The report has schema version {report.SchemaVersion}; this version reads {current}.");
    }
}
