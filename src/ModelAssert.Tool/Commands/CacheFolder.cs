using System.CommandLine;
using ModelAssert.Caching;

namespace ModelAssert.Tool.Commands;

/// <summary>The options of the cache, which several commands share.</summary>
internal static class CacheFolder
{
    public static readonly Option<string?> Option = new("--cache")
    {
        Description = $"The folder of the cache (default: {CacheLocation.FolderVariable}, else .modelassert/cache).",
        HelpName = "DIR",
    };

    public static readonly Option<bool> Declined = new("--no-cache") { Description = "Analyse every label anew, and remember none." };

    public static string From(ParseResult parsed) => parsed.GetValue(Option) ?? CacheLocation.Under(Environment.CurrentDirectory);

    public static string? UnlessDeclined(ParseResult parsed) => parsed.GetValue(Declined) ? null : From(parsed);
}
