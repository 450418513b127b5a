using System.Text;
using System.Text.RegularExpressions;

namespace ModelAssert.EngineProcess;

/// <summary>
/// What a project writes in the <c>Include</c> of its <c>ModelAssertModel</c> items: MSBuild drops a pattern that no file matches without a word, and a model that is not there
/// would pass every gate.
/// </summary>
internal static partial class DeclaredPattern
{
    /// <summary>The patterns that stand for no model.</summary>
    /// <param name="includes">The texts, as the project has them: with <c>;</c> between patterns, and not expanded.</param>
    /// <param name="models">The models that MSBuild made of them all.</param>
    /// <param name="directory">The project's folder.</param>
    /// <returns>The patterns, each once.</returns>
    public static IReadOnlyList<string> WithoutModel(IEnumerable<string> includes, IEnumerable<string> models, string directory)
    {
        string[] paths = [.. models.Select(model => Slashes(Path.GetFullPath(model, directory)))];
        return [.. includes.SelectMany(include => include.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct()
            .Where(pattern => Open().IsMatch(pattern) && Matching(pattern, directory) is var matching && !paths.Any(matching.IsMatch))];
    }

    /// <summary>The error that names patterns without a model, and where each was looked for.</summary>
    /// <param name="patterns">The patterns, as <see cref="WithoutModel"/> gives them.</param>
    /// <param name="directory">The project's folder.</param>
    public static ModelAssertException Unmatched(IEnumerable<string> patterns, string directory) => Errors.PatternUnmatched(patterns.Select(pattern => (pattern, FolderOf(pattern, directory))));

    /// <summary>Where a pattern was looked for, as far as its text says.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="directory">The project's folder.</param>
    public static string FolderOf(string pattern, string directory)
    {
        var known = Slashes(pattern)[..Open().Match(pattern).Index];
        return Path.GetFullPath(known[..(known.LastIndexOf('/') + 1)], directory);
    }

    /// <summary>
    /// What would be a path that the pattern stands for. A property in it may be anything: then only what follows is compared, so that no pattern is refused that has a model.
    /// </summary>
    private static Regex Matching(string pattern, string directory)
    {
        var (start, rest) = ("", Slashes(pattern));
        if (Reference().Matches(rest) is { Count: > 0 } references)
        {
            var last = references[^1];
            rest = rest[(last.Index + last.Length)..];
            rest = rest[(rest.LastIndexOf("../", StringComparison.Ordinal) is >= 0 and var up ? up + 3 : 0)..];
            start = ".*";
        }
        else
        {
            rest = Slashes(Path.GetFullPath(rest, directory));
        }

        var text = new StringBuilder("^" + start);
        for (var i = 0; i < rest.Length; i++)
        {
            var (part, length) = rest[i..] switch
            {
                ['*', '*', '/', ..] => ("(.*/)?", 3),
                ['*', '*', ..] => (".*", 2),
                ['*', '.', '*', ..] => ("[^/]*", 3),
                ['*', ..] => ("[^/]*", 1),
                ['?', ..] => ("[^/]", 1),
                _ => (Regex.Escape(rest[i..(i + 1)]), 1),
            };
            text.Append(part);
            i += length - 1;
        }

        return new Regex(text + "$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    private static string Slashes(string path) => path.Replace('\\', '/');

    /// <summary>What only an evaluation makes a path of. A plain path is an item whether its file is there or not, and that file is missed by the scan.</summary>
    [GeneratedRegex(@"[*?]|[$@%]\(")]
    private static partial Regex Open();

    [GeneratedRegex(@"[$@%]\((?>[^()]+|(?<open>\()|(?<-open>\)))*(?(open)(?!))\)")]
    private static partial Regex Reference();
}
