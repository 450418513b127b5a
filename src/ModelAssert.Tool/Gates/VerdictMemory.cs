using System.Text;
using System.Text.Json;
using ModelAssert.Artifacts;
using ModelAssert.Digests;
using ModelAssert.Engine.Detectors;

namespace ModelAssert.Tool.Gates;

/// <summary>
/// Which report a scan ended with, so that a build in which nothing changed starts no engine. Only the report's digest is remembered, and in the user's own data
/// folder: a pull request may bring a forged report in the project's folders, and cannot bring this.
/// </summary>
internal sealed class VerdictMemory
{
    private readonly string path;
    private readonly string modelFolder;

    private VerdictMemory(string path, string modelPath, string modelSha256) => (this.path, modelFolder, ModelSha256) = (path, Path.GetDirectoryName(Path.GetFullPath(modelPath))!, modelSha256);

    /// <summary>The digest of the model file that this is about.</summary>
    public string ModelSha256 { get; }

    /// <summary>The memory of one scan.</summary>
    /// <returns>The memory, or <see langword="null"/> where a file cannot be read, or nothing can be kept: then the scan itself says so, or just takes longer.</returns>
    public static VerdictMemory? Of(ScanRequest request)
    {
        var own = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        if (own.Length == 0)
            return null;

        try
        {
            var model = ContentDigest.OfFile(request.ModelPath);
            string[] everything =
            [
                ProductVersion.Current, Algorithm.Version, model, DescriptionOf(request.ModelPath), ContentDigest.OfAny(request.SamplesPath),
                // The report names the paths, and the options are all of what else can change it.
                request.ModelPath, request.SamplesPath, JsonSerializer.Serialize(request.Options, JsonFormat.Line),
            ];
            return new VerdictMemory(Path.Combine(own, "modelassert", "verdicts", ContentDigest.Of(string.Join('\n', everything))), request.ModelPath, model);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The report in a folder, if it is the one that the scan ended with.</summary>
    public ScanReport? Recall(string folder)
    {
        try
        {
            var report = Path.Combine(folder, ArtifactFile.Report.Name);
            var json = File.ReadAllText(report);
            if (ContentDigest.Of(json) != File.ReadAllText(path))
                return null;
            // The weights beside the model are known by its report alone.
            var known = ReportJson.Deserialize(json);
            return known.Model.Files?.Skip(1).All(file => ContentDigest.OfFile(Path.Combine(modelFolder, file.Name)) == file.Sha256) ?? true ? known.In(folder) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static string DescriptionOf(string modelPath) =>
        File.Exists(modelPath + ModelDescription.FileExtension) ? ContentDigest.OfFile(modelPath + ModelDescription.FileExtension) : "";

    /// <summary>Remembers the report in a folder. Where that fails, the next build scans again.</summary>
    public void Remember(string folder)
    {
        try
        {
            var digest = ContentDigest.OfFile(Path.Combine(folder, ArtifactFile.Report.Name));
            ArtifactFolder.Open(Path.GetDirectoryName(path)!).Write(Path.GetFileName(path), stream => stream.Write(Encoding.ASCII.GetBytes(digest)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ModelAssertException)
        {
            // Time, not a verdict, is lost.
        }
    }
}
