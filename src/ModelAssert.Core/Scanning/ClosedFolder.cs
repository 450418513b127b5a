namespace ModelAssert;

/// <summary>
/// A folder whose files an untrusted file may name: the model's own. Nothing outside of it is found, by whatever name or link.
/// </summary>
/// <param name="path">The folder.</param>
internal sealed class ClosedFolder(string path)
{
    private const int MostLinks = 40;

    private readonly string folder = RealPath(Path.GetFullPath(path));

    /// <summary>Finds a file or folder in this one. It need not exist.</summary>
    /// <param name="location">Its path in the folder, as the untrusted file says.</param>
    /// <returns>The full path with no link in it, which is the one to open; or <see langword="null"/>, and why it is outside.</returns>
    /// <exception cref="IOException">A link cannot be followed.</exception>
    public (string? Path, string? Outside) Find(string location)
    {
        if (OutsideBecause(location) is { } cause)
            return (null, cause);

        // The path without links is the one that was looked at, and the one that is opened.
        var real = RealPath(Path.Combine(folder, location));
        return real.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? (real, null)
            : (null, "a link leads out of it");
    }

    private static string? OutsideBecause(string location)
    {
        // What another system would take for a root, a drive or a way up is none of a model's business on any.
        var parts = location.Split('/', '\\');
        return location.Length == 0 || location.Contains('\0', StringComparison.Ordinal) ? "it is no name"
            : parts[0].Length == 0 || parts[0].Contains(':', StringComparison.Ordinal) || Path.IsPathRooted(location) ? "it is absolute"
            : parts.Contains("..") ? "it leads upwards"
            : null;
    }

    /// <summary>A path with every link in it followed.</summary>
    private static string RealPath(string path)
    {
        var links = 0;
        var real = Path.GetPathRoot(path)!;
        var rest = new Stack<string>(Parts(path[real.Length..]).Reverse());
        while (rest.TryPop(out var part))
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
                throw new IOException($"too many links at '{next}'");
            if (Path.IsPathRooted(target))
                real = Path.GetPathRoot(target)!;
            foreach (var piece in Parts(target[(Path.GetPathRoot(target)?.Length ?? 0)..]).Reverse())
                rest.Push(piece);
        }

        return real;
    }

    private static IEnumerable<string> Parts(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]).Where(part => part is not ("" or "."));
}
