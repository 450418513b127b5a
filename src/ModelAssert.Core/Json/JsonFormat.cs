using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelAssert;

/// <summary>The JSON that files and the engine's pipe carry.</summary>
internal static class JsonFormat
{
    /// <summary>One object a line, for the pipe: camelCase names, enumerations as lower-case words, nothing written that is null.</summary>
    public static JsonSerializerOptions Line { get; } = Create(indented: false);

    /// <summary>The same, indented, for files.</summary>
    public static JsonSerializerOptions File { get; } = Create(indented: true);

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
