using System.CommandLine;
using ModelAssert.Caching;

namespace ModelAssert.Tool.Commands;

/// <summary>The option <c>--cache</c>, which several commands share.</summary>
internal static class CacheFolder
{
    public static readonly Option<string?> Option = new("--cache")
    {
        Description = $"The folder of the cache (default: {CacheLocation.FolderVariable}, else .modelassert/cache).",
        HelpName = "DIR",
    };

    public static string From(ParseResult parsed) => parsed.GetValue(Option) ?? CacheLocation.Under(Environment.CurrentDirectory);
}
