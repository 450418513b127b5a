using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelAssert.Gates;

/// <summary>
/// The findings that a team has looked at and accepted, in a file that is reviewed as code is (<c>modelassert.baseline.json</c>). An acceptance is of one
/// content: other weights need another one.
/// </summary>
internal sealed record Baseline
{
    /// <summary>The version of the schema that this class reads.</summary>
    public const int CurrentSchemaVersion = 1;

    // A misspelt name must not silently accept more, or less, than the reviewer read.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>Nothing is accepted.</summary>
    public static Baseline Empty { get; } = new();

    /// <summary>The version of the file's schema.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The accepted findings.</summary>
    public IReadOnlyList<AcceptedFinding> Accepted { get; init; } = [];

    /// <summary>The packages whose models are not scanned where they are restored.</summary>
    public IReadOnlyList<AllowedPackage> Packages { get; init; } = [];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, or <see langword="null"/> for <see cref="Empty"/>.</param>
    /// <returns>What it accepts.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0043</c>: it is not there, not readable, or not a baseline.</exception>
    public static Baseline Load(string? path)
    {
        if (path is null)
            return Empty;

        try
        {
            var baseline = JsonSerializer.Deserialize<Baseline>(File.ReadAllText(path), Json) ?? throw new JsonException("it is null");
            return baseline.FirstMistake() is { } mistake ? throw new JsonException(mistake) : baseline;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Errors.BaselineIllegal(path, e.Message, e);
        }
    }

    private string? FirstMistake()
    {
        if (SchemaVersion != CurrentSchemaVersion)
            return $"it has schema version {SchemaVersion}, this version reads {CurrentSchemaVersion}";
        if (Accepted.Any(entry => entry is null) || Packages.Any(entry => entry is null))
            return "an entry is null";
        if (Accepted.FirstOrDefault(entry => !IsSha256(entry.Model)) is { } illegal)
            return $"'{illegal.Model}' is no SHA-256 in hexadecimal";
        if (Accepted.FirstOrDefault(entry => entry.Label is { } label && !LegalNumbers.Label.Allows(label)) is { } below)
            return FormattableString.Invariant($"the label of an entry is {below.Label}; give {LegalNumbers.Label.Legal}");
        if (Accepted.Any(entry => entry is { Label: not null, Finding: not null }))
            return "an entry has both a label and a finding; give one of them";
        return Accepted.Any(entry => string.IsNullOrWhiteSpace(entry.Reason)) || Packages.Any(entry => string.IsNullOrWhiteSpace(entry.Reason))
            ? "an entry gives no reason"
            : null;
    }

    private static bool IsSha256(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit);
}

/// <summary>One accepted finding.</summary>
/// <param name="Model">The SHA-256 of the model file, in hexadecimal.</param>
/// <param name="Reason">Why it is accepted: for the next reviewer.</param>
/// <param name="Expires">The last day (UTC) on which it is.</param>
internal sealed record AcceptedFinding(string Model, string Reason, DateOnly Expires)
{
    /// <summary>The label with the finding, counted from 0, or <see langword="null"/> for whatever is found on the model as a whole: that it is inconclusive, cannot be scanned or was not.</summary>
    public int? Label { get; init; }

    /// <summary>The id of a finding that is about no one label, such as <c>all labels</c>; <see langword="null"/> for the others.</summary>
    public string? Finding { get; init; }

    /// <summary>What the model is called, for the reader.</summary>
    public string? Name { get; init; }

    /// <summary>Whether this accepts a finding: by its label, or by its id where it is about no one label.</summary>
    /// <param name="finding">The finding, or <see langword="null"/> for what is found on the model as a whole.</param>
    /// <returns>Whether it does.</returns>
    public bool Covers(Finding? finding) => Label == finding?.Target && Finding == (finding is { Target: null } ? finding.Id : null);

    /// <summary>Whether this is about the model with the given digest.</summary>
    /// <param name="sha256">The digest, in hexadecimal.</param>
    /// <returns>Whether it is.</returns>
    public bool IsAbout(string sha256) => Model.Equals(sha256, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A package whose models are trusted as they are.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha512">The hash of the package, in Base64, as <c>project.assets.json</c> and lock files have it.</param>
/// <param name="Reason">Why it is trusted.</param>
/// <param name="Expires">The last day (UTC) on which it is.</param>
internal sealed record AllowedPackage(string Id, string Version, string Sha512, string Reason, DateOnly Expires);
