namespace ModelAssert.EngineProcess;

/// <summary>A model that a project declares: <c>&lt;ModelAssertModel Include="…" CleanSamples="…" Threshold="…" /&gt;</c>.</summary>
/// <param name="Path">The model file, as the project writes it.</param>
/// <param name="CleanSamples">Its clean samples, or <see langword="null"/> if the project names none.</param>
/// <param name="Options">What the item says; the defaults for what it does not.</param>
internal sealed record DeclaredModel(string Path, string? CleanSamples, ScanOptions Options)
{
    /// <summary>What a self-test of the gate is asked on this model, or <see langword="null"/> if the item asks for none.</summary>
    public SelfTestOptions? SelfTest { get; init; }

    private static readonly HashSet<string> FieldNames =
    [
        nameof(Path), nameof(CleanSamples), "SelfTest", "SelfTestSizes", .. ScanOptions.Fields.Select(field => field.Name), .. DescriptionField.All.Select(field => field.Name),
    ];

    /// <summary>The model file of an entry. Never fails: discovery must not.</summary>
    /// <param name="entry">The entry, as the build wrote it.</param>
    /// <returns>The path, as the project writes it.</returns>
    public static string PathOf(string entry) => entry.Split('|').FirstOrDefault(field => field.StartsWith("Path=", StringComparison.Ordinal))?["Path=".Length..] ?? "";

    /// <summary>Reads the entry that the build wrote into the test assembly.</summary>
    /// <param name="entry"><c>name=value</c> pairs with <c>|</c> between them.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0041</c>: a metadatum is no legal value.</exception>
    public static DeclaredModel Parse(string entry)
    {
        var fields = Fields(entry);
        return new DeclaredModel(PathOf(entry), fields.GetValueOrDefault(nameof(CleanSamples)), new ScanOptions().With(PathOf(entry), fields))
        {
            SelfTest = Read("SelfTest", text => LegalNumbers.Side.Read(text), LegalNumbers.Side.Legal) is { } side
                ? new SelfTestOptions { Catch = side, Sides = Read("SelfTestSizes", LegalNumbers.Side.ReadList, "sides in pixels, such as 3,4") }
                : null,
        };

        T? Read<T>(string name, Func<string, T?> read, string legal) =>
            fields.TryGetValue(name, out var text) ? read(text) ?? throw Errors.DeclarationIllegal(PathOf(entry), name, text, legal) : default;
    }

    /// <summary>A file's name may have the separator in it, and must not say with the rest of it how, or which other file, is scanned.</summary>
    private static Dictionary<string, string> Fields(string entry)
    {
        var fields = new Dictionary<string, string>();
        foreach (var field in entry.Split('|'))
        {
            if (field.Split('=', 2) is not [var name, var value] || !FieldNames.Contains(name) || !fields.TryAdd(name, value))
                throw Errors.DeclarationUnreadable(PathOf(entry), field);
        }

        return fields.Where(field => field.Value.Length > 0).ToDictionary();
    }
}
