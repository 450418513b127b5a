using System.Reflection;
using ModelAssert.Caching;
using ModelAssert.EngineProcess;

namespace ModelAssert.Xunit;

/// <summary>What the build wrote into the test assembly about its project.</summary>
/// <param name="Directory">The project's folder, to which relative paths are relative.</param>
/// <param name="Engine">Where the engine is.</param>
internal sealed record ProjectSettings(string Directory, EngineLocation Engine)
{
    public static ProjectSettings Of(Assembly testAssembly)
    {
        var metadata = testAssembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(entry => entry.Key.StartsWith("ModelAssert.", StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key, entry => entry.Value ?? "");
        return new ProjectSettings(
            metadata.GetValueOrDefault("ModelAssert.ProjectDirectory") ?? AppContext.BaseDirectory,
            new EngineLocation(metadata.GetValueOrDefault("ModelAssert.Engine") ?? "", metadata.GetValueOrDefault("ModelAssert.LibTorch")));
    }

    public string Resolve(string path) => Path.GetFullPath(path, Directory);

    /// <summary>The cache of the project, where the environment does not move it.</summary>
    public string CachePath => CacheLocation.Under(Directory);

    /// <summary>Beside the runner's own results, where CI systems collect from.</summary>
    public string ArtifactFolderOf(string model) => Path.Combine(Directory, "TestResults", "ModelAssert", Path.GetFileName(model));
}
