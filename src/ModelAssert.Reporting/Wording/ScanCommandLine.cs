using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelAssert.Reporting.Wording;

/// <summary>The command that makes the same report again. States every option: a default may change with the version.</summary>
internal static partial class ScanCommandLine
{
    public static string Of(ScanReport report)
    {
        var options = report.Options;
        List<string> words =
        [
            "modelassert", "scan", Quoted(report.Model.Path),
            "--samples", report.Samples.Path is { } samples ? Quoted(samples) : "DATA",
            "--threshold", options.AnomalyIndexThreshold.ToString(CultureInfo.InvariantCulture),
            "--profile", options.Profile.ToString().ToLowerInvariant(),
            "--seed", options.Seed.ToString(CultureInfo.InvariantCulture),
            "--minimum-accuracy", options.MinimumAccuracy.ToString(CultureInfo.InvariantCulture),
            "--max-samples", options.MaximumSamples.ToString(CultureInfo.InvariantCulture),
        ];
        if (options.InputRange is { } range)
            words.AddRange(["--input-range", range.ToString()]);
        if (options.Labels is { } labels)
            words.AddRange(["--labels", string.Join(',', labels)]);
        return string.Join(' ', words);
    }

    /// <summary>For a POSIX shell. The path is untrusted and the line is there to be copied: it must stay one word.</summary>
    private static string Quoted(string path) => Plain().IsMatch(path) ? path : "'" + path.Replace("'", @"'\''", StringComparison.Ordinal) + "'";

    [GeneratedRegex(@"\A[A-Za-z0-9_./:=@%+,-]+\z")]
    private static partial Regex Plain();
}
