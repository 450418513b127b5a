using System.Text.Json;
using System.Text.RegularExpressions;

namespace ModelAssert.Reporting.Wording;

/// <summary>The command that makes the same report again. States every option: a default may change with the version.</summary>
internal static partial class ScanCommandLine
{
    /// <summary>The command and the model, then each option with its value.</summary>
    public static IEnumerable<string> Of(ScanReport report)
    {
        var options = report.Options;
        yield return $"modelassert scan {Quoted(report.Model.Path)}";
        yield return $"--samples {(report.Samples.Path is { } samples ? Quoted(samples) : "DATA")}";
        foreach (var field in ScanOptions.Fields)
        {
            if (field.Shown(options) is not null && field.TextIn(options) is { } text)
                yield return $"{field.Option} {Quoted(text)}";
        }

        foreach (var field in DescriptionField.All)
        {
            if (options.Description is { } description && field.TextIn(description) is { } text)
                yield return $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(field.Name)} {Quoted(text)}";
        }
    }

    /// <summary>For a POSIX shell. The path is untrusted and the line is there to be copied: it must stay one word.</summary>
    private static string Quoted(string path) => Plain().IsMatch(path) ? path : "'" + path.Replace("'", @"'\''", StringComparison.Ordinal) + "'";

    [GeneratedRegex(@"\A[A-Za-z0-9_./:=@%+,-]+\z")]
    private static partial Regex Plain();
}
