namespace ModelAssert;

/// <summary>What Git leaves in place of a large file until Git LFS has fetched it: three lines of text.</summary>
internal static class GitLfsPointer
{
    /// <summary>What it is, for errors.</summary>
    public const string What = "it is a Git LFS pointer, three lines that stand for the file";

    /// <summary>What to do about it.</summary>
    public const string Remedy = "Run `git lfs pull`, in CI before the build (with actions/checkout: `lfs: true`).";

    /// <summary>The specification's longest.</summary>
    private const int LongestPointer = 1024;

    private static ReadOnlySpan<byte> Beginning => "version https://git-lfs.github.com/spec/"u8;

    /// <summary>Whether a file is one.</summary>
    /// <param name="file">The whole file.</param>
    public static bool Is(ReadOnlySpan<byte> file) => file.Length <= LongestPointer && file.StartsWith(Beginning);

    /// <summary>Whether a file is one. Nothing is read of a file that is too large for it.</summary>
    /// <param name="stream">A seekable stream at its beginning, where it is afterwards.</param>
    public static bool Is(Stream stream)
    {
        if (stream.Length > LongestPointer)
            return false;

        var start = new byte[Beginning.Length];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return Is(start.AsSpan(0, read));
    }
}
