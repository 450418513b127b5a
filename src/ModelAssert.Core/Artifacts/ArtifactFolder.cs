namespace ModelAssert.Artifacts;

/// <summary>The folder of one report: the names of pictures in it, and writing that never leaves half a file.</summary>
internal sealed class ArtifactFolder
{
    private ArtifactFolder(string path) => Path = path;

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>Where a file of this folder is.</summary>
    /// <param name="name">The file's name in the folder.</param>
    /// <returns>The full path.</returns>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The names of a label's pictures: <c>label-007-mask.png</c> and so on.</summary>
    /// <param name="label">The label.</param>
    /// <returns>The names, relative to the folder.</returns>
    public static TriggerFiles TriggerFilesOf(int label) => TriggerFilesOf($"label-{label:000}");

    /// <summary>The names of a pair's pictures: <c>pair-001-007-mask.png</c> and so on.</summary>
    /// <param name="source">The label whose images the trigger is stamped on.</param>
    /// <param name="target">The label that they go to.</param>
    /// <returns>The names, relative to the folder.</returns>
    public static TriggerFiles TriggerFilesOf(int source, int target) => TriggerFilesOf($"pair-{source:000}-{target:000}");

    /// <summary>The names of the pictures of a finding that is neither: <c>path-to-label-7-mask.png</c> and so on.</summary>
    /// <param name="id">The finding's id.</param>
    /// <returns>The names, relative to the folder.</returns>
    public static TriggerFiles TriggerFilesOf(string id)
    {
        var name = id.Replace(' ', '-');
        return new($"{name}-mask.png", $"{name}-trigger.png", $"{name}-overlay.png");
    }

    /// <summary>Makes the folder if need be, and sees that files can be written there: before an expensive scan, not after it.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The folder, ready.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0030</c>: the folder cannot be made or written.</exception>
    public static ArtifactFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        return Guard(full, () =>
        {
            Directory.CreateDirectory(full);
            var probe = TemporaryName(System.IO.Path.Combine(full, "probe"));
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return new ArtifactFolder(full);
        });
    }

    /// <summary>Removes what an earlier scan left here, so that its pictures are not taken for this one's.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0030</c>: a file cannot be removed.</exception>
    public void RemoveOldArtifacts()
    {
        Remove(ArtifactFile.OfScan);
        Guard(Path, () =>
        {
            foreach (var picture in ((string[])["label-*.png", "pair-*.png", "path-*.png", "all-labels-*.png", "warp-to-*.png", "pattern-to-*.png"]).SelectMany(pictures => Directory.GetFiles(Path, pictures)))
                File.Delete(picture);
            return true;
        });
    }

    /// <summary>Removes files, if they are there.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0030</c>: a file cannot be removed.</exception>
    internal void Remove(IEnumerable<ArtifactFile> files) => Guard(Path, () =>
    {
        foreach (var file in files)
            File.Delete(PathOf(file.Name));
        return true;
    });

    /// <summary>Writes a file under a temporary name and renames it.</summary>
    /// <param name="name">The file's name in the folder.</param>
    /// <param name="write">Writes the content.</param>
    /// <returns>The file's full path.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0030</c>: the file cannot be written.</exception>
    public string Write(string name, Action<Stream> write)
    {
        var target = PathOf(name);
        return Guard(target, () =>
        {
            var temporary = TemporaryName(target);
            try
            {
                using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite))
                    write(stream);
                File.Move(temporary, target, overwrite: true);
                return target;
            }
            catch
            {
                File.Delete(temporary);
                throw;
            }
        });
    }

    private static string TemporaryName(string target) => $"{target}.{Guid.NewGuid():N}.tmp";

    private static T Guard<T>(string file, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Errors.OutputNotWritable(file, e);
        }
    }
}
