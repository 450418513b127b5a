using System.Security.Cryptography;
using System.Text;

namespace ModelAssert.Digests;

/// <summary>SHA-256 of files, folders and texts, in lower-case hexadecimal: what is decided by, and never time stamps.</summary>
internal static class ContentDigest
{
    public static string OfFile(string path)
    {
        using var file = File.OpenRead(path);
        return Of(file);
    }

    public static string Of(Stream content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>A file, or a folder with the names and contents of everything below it.</summary>
    public static string OfAny(string path)
    {
        if (!Directory.Exists(path))
            return OfFile(path);

        var entries = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(path, file).Replace('\\', '/'), File: file))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal);
        return Of(string.Concat(entries.Select(entry => $"{OfFile(entry.File)} {entry.Name}\n")));
    }
}
