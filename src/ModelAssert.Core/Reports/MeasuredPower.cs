using System.Text.Json;

namespace ModelAssert;

/// <summary>
/// What the rule that made a report did on models whose truth is known (docs/evaluation.md): what a pass is worth, and which kinds of backdoor it says nothing about.
/// </summary>
/// <param name="Models">Which models: a set that no threshold was set on.</param>
/// <param name="Attacks">The kinds of backdoor that were tried.</param>
/// <param name="FalseAlarms">How many clean models were called infected.</param>
/// <param name="CleanModels">Of how many, a third of them made to look unlike others.</param>
/// <param name="NotMeasured">The kinds of backdoor that were not tried, in words.</param>
internal sealed record MeasuredPower(string Models, IReadOnlyList<AttackPower> Attacks, int FalseAlarms, int CleanModels, IReadOnlyList<string> NotMeasured)
{
    private static readonly Lazy<MeasuredPower> Known = new(() =>
    {
        using var stream = typeof(MeasuredPower).Assembly.GetManifestResourceStream("measured-power.json")!;
        return JsonSerializer.Deserialize<MeasuredPower>(stream, JsonFormat.File)!;
    });

    /// <summary>That of this version, without the source-specific scan.</summary>
    /// <param name="options">What is asked.</param>
    /// <returns>What was measured; <see langword="null"/> for another profile or threshold than was measured.</returns>
    public static MeasuredPower? Of(ScanOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options is { Profile: ScanProfile.Fast, AnomalyIndexThreshold: 2.0 } ? Known.Value : null;
    }
}

/// <summary>How often one kind of backdoor was found.</summary>
/// <param name="Attack">The kind, in words.</param>
/// <param name="Found">The infected models that were called infected.</param>
/// <param name="Models">Of how many.</param>
internal sealed record AttackPower(string Attack, int Found, int Models);
