using System.Text.Json;

namespace ModelAssert.Tool.Gates;

/// <summary>A package that a project restored, directly or through others, and the files in it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha512">Its hash, in Base64.</param>
/// <param name="Folder">Where it was unpacked.</param>
/// <param name="Files">Its files, relative to the folder, with forward slashes.</param>
internal sealed record RestoredPackage(string Id, string Version, string Sha512, string Folder, IReadOnlyList<string> Files)
{
    /// <summary>Reads them from <c>project.assets.json</c>, which restore writes.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT1004</c>: the file is not that.</exception>
    public static IReadOnlyList<RestoredPackage> ReadAll(string assetsFile)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(assetsFile), new JsonDocumentOptions { AllowDuplicateProperties = false });
            string[] folders = [.. document.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name)];
            return [.. document.RootElement.GetProperty("libraries").EnumerateObject().Where(IsPackage).Select(library => Read(library, folders))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ModelAssertException(
                DiagnosticIds.ModelNotScanned, assetsFile, $"The list of restored packages cannot be read ({e.Message.TrimEnd('.')}), so that the models in them were not looked at.", "Restore the project again.", e);
        }
    }

    private static bool IsPackage(JsonProperty library) => library.Value.GetProperty("type").GetString() == "package";

    private static RestoredPackage Read(JsonProperty library, string[] folders)
    {
        var path = library.Value.GetProperty("path").GetString()!;
        var folder = folders.Select(folder => Path.Combine(folder, path)).FirstOrDefault(Directory.Exists)
                     ?? throw new IOException($"{library.Name} is in none of the package folders");
        var name = library.Name.Split('/', 2);
        return new RestoredPackage(
            name[0], name[1], library.Value.GetProperty("sha512").GetString()!, folder,
            [.. library.Value.GetProperty("files").EnumerateArray().Select(file => file.GetString()!)]);
    }
}
