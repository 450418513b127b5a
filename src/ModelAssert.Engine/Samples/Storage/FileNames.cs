namespace ModelAssert.Engine.Samples.Storage;

/// <summary>Names with a slash between folders, on every system.</summary>
internal static class FileNames
{
    public static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    public static string Last(string name) => name[(name.LastIndexOf('/') + 1)..];

    public static string Folder(string name) => name[..Math.Max(0, name.LastIndexOf('/'))];

    /// <summary>Whether a file or folder is one that programs leave beside those of a person: hidden on Unix, or of a file server, an archive or a disk.</summary>
    public static bool IsHidden(string name) => Last(name) is ['.', ..] or "@eaDir" or "__MACOSX" or "$RECYCLE.BIN" or "System Volume Information" or "lost+found";

    public static bool HasExtension(string name, params ReadOnlySpan<string> extensions)
    {
        foreach (var extension in extensions)
        {
            if (name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
