using System.Reflection;
using ModelAssert.Caching;

namespace ModelAssert.EngineProcess;

/// <summary>What the build wrote into a test assembly about its project (<c>buildTransitive/ModelAssert.Core.targets</c>).</summary>
public sealed record ProjectSettings
{
    private const string Prefix = "ModelAssert.";

    /// <param name="directory">The project's folder, to which relative paths are relative.</param>
    /// <param name="engine">Where the engine is.</param>
    /// <param name="models">The models that it declares, in the order of its items, as the build wrote them: <see cref="DeclaredModel.Parse"/> reads them.</param>
    internal ProjectSettings(string directory, EngineLocation engine, IReadOnlyList<string> models) => (Directory, Engine, Models) = (directory, engine, models);

    /// <summary>The project's folder, to which relative paths are relative.</summary>
    internal string Directory { get; init; }

    /// <summary>Where the engine is.</summary>
    internal EngineLocation Engine { get; init; }

    /// <summary>The models that it declares.</summary>
    internal IReadOnlyList<string> Models { get; init; }

    /// <summary>What the project writes as the <c>Include</c> of its models, not expanded: a pattern among it may match no file.</summary>
    internal IReadOnlyList<string> Patterns { get; init; } = [];

    /// <summary>The patterns that match no file.</summary>
    internal IReadOnlyList<string> UnmatchedPatterns => DeclaredPattern.WithoutModel(Patterns, Models.Select(DeclaredModel.PathOf), Directory);

    /// <summary>Reads the settings of a test assembly.</summary>
    /// <param name="testAssembly">The assembly that the build of the test project made.</param>
    /// <returns>Its settings; without the build's entries, relative paths are relative to the program, and there is no engine.</returns>
    public static ProjectSettings Of(Assembly testAssembly)
    {
        var entries = EntriesOf(testAssembly).ToLookup(entry => entry.Key[Prefix.Length..], entry => entry.Value ?? "");
        return new ProjectSettings(
            entries["ProjectDirectory"].FirstOrDefault() ?? AppContext.BaseDirectory,
            new EngineLocation(entries["Engine"].FirstOrDefault() ?? "", entries["LibTorch"].FirstOrDefault()),
            [.. entries["Model"]])
        {
            Patterns = [.. entries["Pattern"]],
        };
    }

    /// <summary>The settings of the test project whose tests this process runs.</summary>
    /// <returns>Its settings.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0003</c>: no loaded assembly was built with ModelAssert's build files, or several unrelated ones were.</exception>
    public static ProjectSettings OfThisProcess() =>
        Of(ProjectAssembly.Among(AppDomain.CurrentDomain.GetAssemblies().Where(HasSettings), Assembly.GetEntryAssembly()));

    /// <summary>A path as the project means it.</summary>
    /// <param name="path">Absolute, or relative to the project's folder.</param>
    /// <returns>The full path.</returns>
    internal string Resolve(string path) => Path.GetFullPath(path, Directory);

    /// <summary>The cache of the project, where the environment does not move it.</summary>
    internal string CachePath => CacheLocation.Under(Directory);

    /// <summary>The folder of a model's artifacts: beside the runner's own results, where CI systems collect from.</summary>
    /// <param name="model">The model file.</param>
    /// <returns>The full path; it ends in the file's name, or, where the project declares several files of that name, in its path.</returns>
    internal string ArtifactFolderOf(string model)
    {
        var name = Path.GetFileName(model);
        var namesakes = Models.Select(DeclaredModel.PathOf).Where(path => Path.GetFileName(path) == name).Select(Resolve).Distinct().Count();
        return Path.Combine(Directory, "TestResults", "ModelAssert", namesakes > 1 ? FlatPath(Resolve(model)) : name);
    }

    private string FlatPath(string model) => Path.GetRelativePath(Directory, model).Replace(Path.DirectorySeparatorChar, '_').Replace(Path.AltDirectorySeparatorChar, '_').Replace(':', '_');

    private static bool HasSettings(Assembly assembly) => EntriesOf(assembly).Any();

    private static IEnumerable<AssemblyMetadataAttribute> EntriesOf(Assembly assembly) =>
        assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Where(entry => entry.Key.StartsWith(Prefix, StringComparison.Ordinal));
}
