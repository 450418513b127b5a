using System.Globalization;

namespace ModelAssert.EngineProcess;

/// <summary>A model that a project declares: <c>&lt;ModelAssertModel Include="…" CleanSamples="…" Threshold="…" /&gt;</c>.</summary>
/// <param name="Path">The model file, as the project writes it.</param>
/// <param name="CleanSamples">Its clean samples, or <see langword="null"/> if the project names none.</param>
/// <param name="Options">What the item says; the defaults for what it does not.</param>
public sealed record DeclaredModel(string Path, string? CleanSamples, ScanOptions Options)
{
    /// <summary>What a self-test of the gate is asked on this model, or <see langword="null"/> if the item asks for none.</summary>
    public SelfTestOptions? SelfTest { get; init; }

    /// <summary>The model file of an entry. Never fails: discovery must not.</summary>
    /// <param name="entry">The entry, as the build wrote it.</param>
    /// <returns>The path, as the project writes it.</returns>
    public static string PathOf(string entry) => Fields(entry).GetValueOrDefault(nameof(Path), "");

    /// <summary>Reads the entry that the build wrote into the test assembly.</summary>
    /// <param name="entry"><c>name=value</c> pairs with <c>|</c> between them.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0041</c>: a metadatum is no legal value.</exception>
    public static DeclaredModel Parse(string entry)
    {
        var fields = Fields(entry);
        var defaults = new ScanOptions();
        return new DeclaredModel(PathOf(entry), fields.GetValueOrDefault(nameof(CleanSamples)), new ScanOptions
        {
            AnomalyIndexThreshold = Read("Threshold", defaults.AnomalyIndexThreshold, "a number", Number),
            MinimumAccuracy = fields.ContainsKey("MinimumAccuracy") ? Read("MinimumAccuracy", 0.0, "a number", Number) : null,
            Seed = Read("Seed", defaults.Seed, "a whole number", Whole),
            Profile = Read("Profile", defaults.Profile, ScanProfileNames.Legal, ScanProfileNames.Find),
            TimeLimit = fields.ContainsKey("TimeLimit") ? Read("TimeLimit", TimeSpan.Zero, "a number of seconds", ScanOptions.Seconds) : null,
            SourceSpecific = Read("SourceSpecific", defaults.SourceSpecific, SourceSpecificScanNames.Legal, SourceSpecificScanNames.Find),
            Description = DescriptionField.Describe(PathOf(entry), fields),
        })
        {
            SelfTest = fields.ContainsKey("SelfTest")
                ? new SelfTestOptions { Catch = Read("SelfTest", 0, "the side of a patch in pixels", Whole), Sides = Sizes() }
                : null,
        };

        int[]? Sizes() => fields.TryGetValue("SelfTestSizes", out var text)
            ? [.. text.Split(',', StringSplitOptions.TrimEntries).Select(size => Whole(size) ?? throw Errors.DeclarationIllegal(PathOf(entry), "SelfTestSizes", text, "sides in pixels, such as 3,4"))]
            : null;

        T Read<T>(string name, T otherwise, string legal, Func<string, T?> read)
            where T : struct =>
            !fields.TryGetValue(name, out var text) ? otherwise : read(text) ?? throw Errors.DeclarationIllegal(PathOf(entry), name, text, legal);
    }

    private static double? Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? Whole(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Dictionary<string, string> Fields(string entry) =>
        entry.Split('|').Select(field => field.Split('=', 2)).Where(field => field is [_, { Length: > 0 }]).ToDictionary(field => field[0], field => field[1]);
}
