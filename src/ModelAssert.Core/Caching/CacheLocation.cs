namespace ModelAssert.Caching;

/// <summary>Where a cache lies if nobody says otherwise.</summary>
internal static class CacheLocation
{
    /// <summary>The environment variable that moves the cache.</summary>
    public const string FolderVariable = "MODELASSERT_CACHE";

    /// <summary>The folder that the environment names, else <c>.modelassert/cache</c> below a folder.</summary>
    /// <param name="folder">The project's folder, or the working directory.</param>
    /// <returns>The path; one that the environment gives as relative is relative to the folder too.</returns>
    public static string Under(string folder)
    {
        var moved = Environment.GetEnvironmentVariable(FolderVariable);
        return Path.Combine(folder, string.IsNullOrEmpty(moved) ? Path.Combine(".modelassert", "cache") : moved);
    }
}
