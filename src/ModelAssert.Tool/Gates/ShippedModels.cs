using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml;
using System.Xml.Linq;
using ModelAssert.Digests;

namespace ModelAssert.Tool.Gates;

/// <summary>A model in something that is shipped.</summary>
/// <param name="Name">Where it is, for messages.</param>
/// <param name="FileName">What it is called.</param>
/// <param name="Sha256">The digest of its bytes, in lower-case hexadecimal.</param>
/// <param name="FindBeside">Given a path relative to its folder, the digest of the file that is shipped there, or <see langword="null"/>.</param>
internal sealed record ShippedModel(string Name, string FileName, string Sha256, Func<string, string?> FindBeside);

/// <summary>
/// Finds the models in what is shipped: files, resources of assemblies, and files that a <c>.resx</c> names. Told by extension, of the file or of the resource, since nothing else
/// says what a model is.
/// </summary>
internal sealed class ShippedModels(ModelFiles models)
{
    /// <summary>The models in a finished package.</summary>
    /// <param name="package">The package.</param>
    /// <exception cref="InvalidDataException">It is no archive, or two entries of it become one file.</exception>
    public IEnumerable<ShippedModel> InPackage(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        foreach (var (name, entry) in PackageEntries.Of(archive))
        {
            foreach (var model in In(name, entry.Open, relative => DigestInPackage(package, Path.Combine(Path.GetDirectoryName(name)!, relative))))
                yield return model;
        }
    }

    /// <summary>The models in files of a build. Files that are not there are not shipped.</summary>
    /// <param name="files">Their full paths.</param>
    /// <param name="nameOf">What a path is called in messages.</param>
    public IEnumerable<ShippedModel> InFiles(IEnumerable<string> files, Func<string, string> nameOf) =>
        files.Distinct().Where(File.Exists).SelectMany(file => Is(file, ".resx")
            ? InResx(file).SelectMany(named => InFiles([named], path => $"{nameOf(file)} -> {nameOf(path)}"))
            : In(nameOf(file), () => File.OpenRead(file), relative => Path.Combine(Path.GetDirectoryName(file)!, relative) is var beside && File.Exists(beside) ? ContentDigest.OfFile(beside) : null));

    /// <summary>The package is opened once more: who asks may do so when it is closed.</summary>
    private static string? DigestInPackage(string package, string path)
    {
        const string Root = "/";
        var wanted = Path.GetRelativePath(Root, Path.GetFullPath(path.Replace('\\', '/'), Root)).Replace('\\', '/');
        using var archive = ZipFile.OpenRead(package);
        if (PackageEntries.Of(archive).FirstOrDefault(entry => entry.Name == wanted).Entry is not { } found)
            return null;
        using var content = found.Open();
        return ContentDigest.Of(content);
    }

    private List<ShippedModel> In(string name, Func<Stream> open, Func<string, string?> findBeside)
    {
        if (models.IsModel(name))
        {
            using var content = open();
            return [new ShippedModel(name, Path.GetFileName(name), ContentDigest.Of(content), findBeside)];
        }

        return Is(name, ".dll") || Is(name, ".exe") ? InAssembly(name, open) : [];
    }

    private List<ShippedModel> InAssembly(string name, Func<Stream> open)
    {
        var bytes = new MemoryStream();
        using (var content = open())
            content.CopyTo(bytes);
        bytes.Position = 0;
        List<ShippedModel> found = [];
        try
        {
            using var assembly = new PEReader(bytes);
            if (!assembly.HasMetadata || assembly.PEHeaders.CorHeader is not { ResourcesDirectory: { Size: > 0 } directory })
                return found;

            var metadata = assembly.GetMetadataReader();
            foreach (var resource in metadata.ManifestResources.Select(metadata.GetManifestResource).Where(resource => resource.Implementation.IsNil))
            {
                var resourceName = metadata.GetString(resource.Name);
                if (!models.IsModel(resourceName))
                    continue;

                var section = assembly.GetSectionData(directory.RelativeVirtualAddress);
                var length = section.GetReader((int)resource.Offset, sizeof(int)).ReadInt32();
                var content = section.GetReader((int)resource.Offset + sizeof(int), length).ReadBytes(length);
                // A resource has no folder.
                found.Add(new ShippedModel($"{resourceName} in {name}", resourceName, ContentDigest.Of(new MemoryStream(content)), _ => null));
            }
        }
        catch (BadImageFormatException)
        {
            // No assembly, so nothing loads resources from it.
        }

        return found;
    }

    /// <summary>The files whose bytes the compiler puts into the resources.</summary>
    private static IReadOnlyList<string> InResx(string file)
    {
        try
        {
            return [.. XDocument.Load(file).Descendants("data").Where(data => data.Attribute("type")?.Value.Contains("ResXFileRef", StringComparison.Ordinal) == true)
                .Select(data => Path.Combine(Path.GetDirectoryName(file)!, (data.Element("value")?.Value ?? "").Split(';')[0].Trim().Trim('"').Replace('\\', '/')))];
        }
        catch (XmlException)
        {
            // The build itself refuses it.
            return [];
        }
    }

    private static bool Is(string name, string extension) => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
