using System.Security.Cryptography;

namespace ModelAssert.Caching;

/// <summary>
/// Reversed triggers in a folder, one file per label, named by what decides its content. Any number of processes may use one folder at once: files are written
/// under another name and renamed, and one that is not exactly what was written is a miss. No method throws for what is wrong with the folder or a file in it.
/// </summary>
/// <param name="folder">The folder; made when the first entry is stored.</param>
/// <param name="seal">How entries are sealed, and how they must be.</param>
internal sealed class TriggerCache(string folder, CacheSeal seal)
{
    /// <summary>Longer files are not read: no entry is as long, and a hostile one must not cost memory.</summary>
    private const long MaximumEntryBytes = 256L * 1024 * 1024;

    /// <summary>The folder's full path.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>How many bytes of entries <see cref="Trim"/> leaves.</summary>
    /// <value>The default is 500 MB.</value>
    public long MaximumBytes { get; init; } = 500_000_000;

    /// <summary>Where the entry of a key is, or would be.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The full path.</returns>
    public string PathOf(CacheKey key) => Path.Combine(Folder, key.Name() + CacheFile.Extension);

    /// <summary>Looks a label up. The entry is as it was written; whether the trigger does what it says is for the caller to check.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The entry, or a miss, with a warning if there is a file that cannot be used.</returns>
    public CacheAnswer Find(CacheKey key)
    {
        var path = PathOf(key);
        var answer = Read(path);
        if (answer.Entry is not null)
            CacheCleanup.Touch(path);
        return answer;
    }

    /// <summary>
    /// What the label came to in other models of the same file name that were scanned in the same way: those that this one was trained on from, as far as names
    /// tell. Files that cannot be used are passed over.
    /// </summary>
    /// <param name="key">The label's key in this model.</param>
    /// <param name="modelFile">The name of the model file.</param>
    /// <returns>The entries, the latest first.</returns>
    public IEnumerable<CacheEntry> FindPredecessors(CacheKey key, string modelFile)
    {
        var own = PathOf(key);
        return CacheCleanup
            .Enumerate(Folder, $"{key.Lineage()}-*{CacheFile.Extension}")
            .Where(file => file.FullName != own)
            .Select(file => Read(file.FullName).Entry)
            .OfType<CacheEntry>()
            .Where(entry => entry.ModelFile == modelFile)
            .OrderByDescending(entry => entry.Created);
    }

    /// <summary>Reads one of <see cref="Files"/>.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Its entry, or a warning; neither if the file is gone by now.</returns>
    public CacheAnswer Read(CacheFile file) => Read(file.Path);

    /// <summary>Remembers a label, in the place of what was stored under the key before.</summary>
    /// <param name="key">The key.</param>
    /// <param name="entry">The entry.</param>
    /// <returns>A warning if it could not be stored, else <see langword="null"/>.</returns>
    /// <exception cref="ArgumentException">A number of the entry is not finite.</exception>
    public ScanWarning? Store(CacheKey key, CacheEntry entry)
    {
        var path = PathOf(key);
        var temporary = $"{path}.{Guid.NewGuid():N}{CacheCleanup.TemporaryExtension}";
        try
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllBytes(temporary, CacheEntryFile.Write(key.Name(), entry, seal));
            File.Move(temporary, path, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            CacheCleanup.TryDelete(temporary);
            return CacheWarnings.NotWritable(Folder, e);
        }
    }

    /// <summary>The files that have the name of an entry, those first that were used last.</summary>
    /// <returns>The files; none if there is no folder.</returns>
    public IReadOnlyList<CacheFile> Files() => CacheCleanup.FilesOf(Folder);

    /// <summary>Removes the entries that were not used for longest until the rest fits into <see cref="MaximumBytes"/>, and what killed processes left behind.</summary>
    public void Trim() => CacheCleanup.Trim(Folder, MaximumBytes);

    /// <summary>Removes every entry. Other files in the folder stay.</summary>
    /// <returns>How many entries are gone.</returns>
    public int Clear() => Files().Count(file => CacheCleanup.TryDelete(file.Path));

    private CacheAnswer Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > MaximumEntryBytes)
                throw new InvalidDataException("It is too large.");

            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return new CacheAnswer(CacheEntryFile.Read(bytes, Path.GetFileNameWithoutExtension(path), seal), null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return CacheAnswer.Miss;
        }
        catch (CryptographicException e)
        {
            return new CacheAnswer(null, CacheWarnings.ForeignSeal(path, e));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return new CacheAnswer(null, CacheWarnings.Damaged(path, e));
        }
    }
}
