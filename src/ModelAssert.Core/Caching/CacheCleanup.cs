namespace ModelAssert.Caching;

/// <summary>The files of the folder as such. Other processes add and remove some at any time, so nothing here takes a failure for more than that.</summary>
internal static class CacheCleanup
{
    public const string TemporaryExtension = ".tmp";

    /// <summary>A file under a temporary name lives for milliseconds; one as old as this belongs to a process that was killed.</summary>
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromHours(1);

    /// <summary>Those first that were used last.</summary>
    public static IReadOnlyList<CacheFile> FilesOf(string folder) =>
    [
        .. Enumerate(folder, "*" + CacheFile.Extension)
            .Select(file => new CacheFile(file.FullName, file.Length, file.LastWriteTimeUtc))
            .Where(file => CacheKey.IsName(file.Key))
            .OrderByDescending(file => file.LastUsed),
    ];

    public static void Trim(string folder, long maximumBytes)
    {
        foreach (var temporary in Enumerate(folder, "*" + TemporaryExtension).Where(file => DateTime.UtcNow - file.LastWriteTimeUtc > AbandonedAfter))
            TryDelete(temporary.FullName);

        var kept = 0L;
        foreach (var file in FilesOf(folder))
        {
            kept += file.Length;
            if (kept > maximumBytes)
                TryDelete(file.Path);
        }
    }

    /// <summary>Marks an entry as used now.</summary>
    public static void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone, or a cache that is for reading only.
        }
    }

    public static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The entries of a directory carry size and time, so a file that goes away meanwhile is no error.</summary>
    public static List<FileInfo> Enumerate(string folder, string pattern)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFiles(pattern).Where(file => file.Exists)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
