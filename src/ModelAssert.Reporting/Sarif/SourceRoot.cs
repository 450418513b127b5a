namespace ModelAssert.Reporting.Sarif;

/// <summary>The folder to which code scanning services count paths: the root of the repository.</summary>
internal static class SourceRoot
{
    /// <summary>The nearest folder above a file with a <c>.git</c> in it (a folder, or a file in a work tree), or <see langword="null"/>.</summary>
    public static string? Of(string file)
    {
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.Exists(Path.Combine(folder, ".git")))
                return folder;
        }

        return null;
    }
}
