using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelAssert.Artifacts;

/// <summary>The JSON that files and the engine's pipe carry.</summary>
public static class ReportJson
{
    /// <summary>One object a line, for the pipe: camelCase names, enumerations as lower-case words, nothing written that is null.</summary>
    public static JsonSerializerOptions Line { get; } = Create(indented: false);

    /// <summary>The same, indented, for files.</summary>
    public static JsonSerializerOptions File { get; } = Create(indented: true);

    /// <summary>Writes a report as the content of its file: <c>report.json</c>, <c>selftest.json</c>, <c>repair.json</c> or <c>filter.json</c>.</summary>
    /// <param name="report">The report.</param>
    /// <returns>Indented JSON that ends with a line feed.</returns>
    public static string Serialize(ModelReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JsonSerializer.Serialize(report, report.GetType(), File) + "\n";
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
    public static FilterReport DeserializeFilter(string json) => Read<FilterReport>(json, FilterReport.CurrentSchemaVersion);

    private static TReport Read<TReport>(string json, int current)
        where TReport : ModelReport
    {
        var report = JsonSerializer.Deserialize<TReport>(json, File) ?? throw new JsonException("The report is null.");
        return report.SchemaVersion == current ? report : throw new JsonException($"The report has schema version {report.SchemaVersion}; this version reads {current}.");
    }

    private static JsonSerializerOptions Create(bool indented)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            WriteIndented = indented,
            // Of a property that is there twice, readers take one or the other.
            AllowDuplicateProperties = false,
            NewLine = "\n",
            // The text is read by people and never put into a page as it is: a name in any script stays readable.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
