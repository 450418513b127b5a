namespace ModelAssert.Reporting.Sarif;

/// <summary>Where the model is, as services that show findings in a repository want it.</summary>
internal static class ModelUri
{
    /// <summary>Relative to a folder for a model below it: the same on every machine. Otherwise absolute.</summary>
    /// <param name="path">The model's path, absolute or relative to the folder.</param>
    /// <param name="folder">The working directory of the scan.</param>
    /// <returns>A URI reference.</returns>
    public static string Of(string path, string folder)
    {
        var full = Path.GetFullPath(path, folder);
        var relative = Path.GetRelativePath(folder, full);
        var isBelow = !Path.IsPathRooted(relative) && relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return isBelow
            ? string.Join('/', relative.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString))
            : new Uri(full).AbsoluteUri;
    }
}
