using ModelAssert.Caching;
using ModelAssert.EngineProcess;

namespace ModelAssert.Tool.Gates;

/// <summary>Where a project's gate reads and writes.</summary>
/// <param name="Project">The project's folder, to which paths are relative.</param>
/// <param name="Results">The folder of the reports, one below it for each model.</param>
internal sealed record GateFolder(string Project, string Results)
{
    public string CachePath => CacheLocation.Under(Project);

    /// <summary>What passed the last scan.</summary>
    public string RecordPath => Path.Combine(Results, GateRecord.FileName);

    /// <summary>What passed the scan of the restored packages.</summary>
    public string PackagesRecordPath => Path.Combine(Results, GateRecord.PackagesFileName);

    /// <summary>The folder of a model's report: below it the model's path, so that two files of one name do not share it.</summary>
    public string ReportFolderOf(string path) => Path.Combine(Results, string.Join('/', NameOf(path).Split('/').Where(part => part is not ("." or ".."))));

    /// <summary>What is asked of a declared model.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0041</c>: no samples are named for it.</exception>
    public ScanRequest RequestOf(DeclaredModel declared)
    {
        var path = Resolve(declared.Path);
        var samples = declared.CleanSamples is { } stated ? Resolve(stated) : ModelDescription.SamplesOf(path) ?? throw NoSamples(NameOf(path));
        return new ScanRequest(path, samples, ReportFolderOf(path), declared.Options, CachePath);
    }

    public string Resolve(string path) => Path.GetFullPath(path, Project);

    /// <summary>A path as people write it: relative to the project, with forward slashes, on every system.</summary>
    public string NameOf(string path) => Path.GetRelativePath(Project, Resolve(path)).Replace('\\', '/');

    private static ModelAssertException NoSamples(string name) => new(
        DiagnosticIds.DeclarationIllegal, name,
        "No clean samples are named for this model, by the project or by the description beside it.", "Add them: <ModelAssertModel Include=\"model.onnx\" CleanSamples=\"samples.npz\" />, or cleanSamples in the description.");
}
