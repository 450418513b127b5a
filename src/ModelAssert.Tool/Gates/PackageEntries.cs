using System.IO.Compression;

namespace ModelAssert.Tool.Gates;

/// <summary>The files of a package by the names that they have once it is unpacked.</summary>
internal static class PackageEntries
{
    /// <summary>Names every entry as NuGet does when it unpacks it.</summary>
    /// <param name="archive">The package.</param>
    /// <exception cref="InvalidDataException">Two entries become one file: which of them depends on who unpacks.</exception>
    public static IReadOnlyList<(string Name, ZipArchiveEntry Entry)> Of(ZipArchive archive)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var entries = new List<(string, ZipArchiveEntry)>();
        foreach (var entry in archive.Entries)
        {
            var name = Unpacked(entry.FullName);
            if (!names.Add(name))
                throw new InvalidDataException($"it holds two files that are '{name}' once they are unpacked");
            entries.Add((name, entry));
        }

        return entries;
    }

    /// <summary>
    /// NuGet takes an entry's name for a part of an address and undoes its escapes; Windows leaves out dots and blanks at the end of a name, and takes what follows a colon for the name of a stream in the file.
    /// </summary>
    private static string Unpacked(string name)
    {
        var unescaped = Uri.UnescapeDataString(name);
        var parts = unescaped.Split('/', '\\').Select(part => part.Split(':')[0].TrimEnd('.', ' ')).Where(part => part.Length > 0);
        return string.Join('/', parts) + (unescaped.EndsWith('/') ? "/" : "");
    }
}
