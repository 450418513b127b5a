namespace ModelAssert.Caching;

/// <summary>A file in the cache's folder that has the name of an entry. What is in it is another question.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Length">The size, in bytes.</param>
/// <param name="LastUsed">When it was last written, or found by a scan.</param>
internal sealed record CacheFile(string Path, long Length, DateTimeOffset LastUsed)
{
    internal const string Extension = ".npz";

    /// <summary>The key by which it is named, as <see cref="CacheKey.Name"/> gives it.</summary>
    public string Key => System.IO.Path.GetFileNameWithoutExtension(Path);
}
