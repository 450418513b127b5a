using System.Globalization;
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
        yield return $"--threshold {options.AnomalyIndexThreshold.ToString(CultureInfo.InvariantCulture)}";
        yield return $"--profile {options.Profile.ToName()}";
        yield return $"--seed {options.Seed.ToString(CultureInfo.InvariantCulture)}";
        if (options.MinimumAccuracy is { } minimum)
            yield return $"--minimum-accuracy {minimum.ToString(CultureInfo.InvariantCulture)}";
        yield return $"--max-samples {options.MaximumSamples.ToString(CultureInfo.InvariantCulture)}";
        foreach (var field in DescriptionField.All)
        {
            if (options.Description is { } description && field.TextIn(description) is { } text)
                yield return $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(field.Name)} {Quoted(text)}";
        }

        if (options.SourceSpecific != SourceSpecificScan.None)
            yield return $"--source-specific {options.SourceSpecific.ToName()}";
        if (options.TimeLimit is { } limit)
            yield return $"--time-limit {limit.TotalSeconds.ToString(CultureInfo.InvariantCulture)}";
        if (options.Labels is { } labels)
            yield return $"--labels {string.Join(',', labels)}";
    }

    /// <summary>For a POSIX shell. The path is untrusted and the line is there to be copied: it must stay one word.</summary>
    private static string Quoted(string path) => Plain().IsMatch(path) ? path : "'" + path.Replace("'", @"'\''", StringComparison.Ordinal) + "'";

    [GeneratedRegex(@"\A[A-Za-z0-9_./:=@%+,-]+\z")]
    private static partial Regex Plain();
}
