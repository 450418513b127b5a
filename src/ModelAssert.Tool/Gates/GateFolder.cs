using ModelAssert.Caching;

namespace ModelAssert.Tool.Gates;

/// <summary>Where a project's gate reads and writes.</summary>
/// <param name="Project">The project's folder, to which paths are relative.</param>
/// <param name="Results">The folder of the reports, one below it for each model.</param>
internal sealed record GateFolder(string Project, string Results)
{
    public string CachePath => CacheLocation.Under(Project);

    /// <summary>What passed the last scan.</summary>
    public string RecordPath => Path.Combine(Results, GateRecord.FileName);

    /// <summary>The folder of a model's report: below it the model's path, so that two files of one name do not share it.</summary>
    public string ReportFolderOf(string path) => Path.Combine(Results, string.Join('/', NameOf(path).Split('/').Where(part => part is not ("." or ".."))));

    public string Resolve(string path) => Path.GetFullPath(path, Project);

    /// <summary>A path as people write it: relative to the project, with forward slashes, on every system.</summary>
    public string NameOf(string path) => Path.GetRelativePath(Project, Resolve(path)).Replace('\\', '/');
}
