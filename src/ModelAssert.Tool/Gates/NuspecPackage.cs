using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace ModelAssert.Tool.Gates;

/// <summary>
/// Finds the package that was packed from a hand-written nuspec. Its name comes from there and not from the project, and NuGet rewrites versions; so the newest
/// package with the same id is taken.
/// </summary>
internal static class NuspecPackage
{
    /// <summary>Finds it.</summary>
    /// <param name="nuspec">The nuspec file.</param>
    /// <param name="properties">What stands for <c>$tokens$</c> in it, <c>name=value</c> with <c>;</c> between them.</param>
    /// <param name="folder">Where packages are written.</param>
    /// <returns>The package.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT1004</c>: there is none, so that its models cannot be looked at.</exception>
    public static string Find(string nuspec, string properties, string folder)
    {
        var tokens = properties.Split(';').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0].Trim(), pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        try
        {
            var id = IdOf(XDocument.Load(nuspec));
            if (id.Length > 2 && id[0] == '$' && id[^1] == '$')
                id = tokens[id[1..^1]].FirstOrDefault() ?? id;
            return Directory.EnumerateFiles(folder, $"{id}.*.nupkg").Where(package => IsOf(package, id)).MaxBy(File.GetLastWriteTimeUtc) ?? throw NotFound($"no package '{id}' lies in {folder}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException or InvalidDataException)
        {
            throw NotFound(e.Message);
        }

        ModelAssertException NotFound(string cause) => new(
            DiagnosticIds.ModelNotScanned, nuspec,
            $"The package that was packed from this file was not found ({cause.TrimEnd('.')}), so that the models in it were not looked at.",
            "State its id plainly in the nuspec file.");
    }

    private static bool IsOf(string package, string id)
    {
        using var archive = ZipFile.OpenRead(package);
        if (archive.Entries.FirstOrDefault(entry => !entry.FullName.Contains('/') && entry.Name.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase)) is not { } entry)
            return false;
        using var nuspec = entry.Open();
        return IdOf(XDocument.Load(nuspec)).Equals(id, StringComparison.OrdinalIgnoreCase);
    }

    private static string IdOf(XDocument nuspec) => nuspec.Descendants().FirstOrDefault(element => element.Name.LocalName == "id")?.Value.Trim() ?? "";
}
