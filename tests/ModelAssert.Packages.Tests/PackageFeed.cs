using ModelAssert.Packages.Tests;
using ModelAssert.Tests;

[assembly: AssemblyFixture(typeof(PackageFeed))]

namespace ModelAssert.Packages.Tests;

/// <summary>
/// Every package of this repository, packed from what was built, in a feed of its own, and with a version of its own: NuGet takes a version that it has unpacked
/// before, for this or any other project of this machine, for the same one.
/// </summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private readonly string root = Directory.CreateTempSubdirectory("modelassert-feed-").FullName;

    /// <summary>The packages, as files.</summary>
    public string Folder => Path.Combine(root, "feed");

    /// <summary>The version of all of them.</summary>
    public string Version { get; } = $"0.1.0-test.{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}";

    /// <summary>What a restore from this feed needs in its environment.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string> { ["NUGET_PACKAGES"] = Path.Combine(root, "packages") };

    /// <summary>The same for scans, which share what was reversed.</summary>
    public IReadOnlyDictionary<string, string> ScanVariables => new Dictionary<string, string>(Variables) { [SharedTriggers.Variable] = SharedTriggers.FolderOf(Build.Engine) };

    /// <summary>The same for gates, which remember no verdict of the developer's own scans.</summary>
    public IReadOnlyDictionary<string, string> GateVariables => new Dictionary<string, string>(ScanVariables)
    {
        ["XDG_DATA_HOME"] = Path.Combine(root, "data"),
        ["MSBUILDDISABLENODEREUSE"] = "1",
    };

    public async ValueTask InitializeAsync()
    {
        // A build restores what this machine runs; packages carry libraries of other systems too. Restored by hand, since pack restores nothing where it builds nothing.
        await RunAsync("restore", "src/ModelAssert.Tool", "-p:_IsPacking=true");
        await RunAsync("pack", "ModelAssert.sln", "--no-build", "-c", Build.Configuration, "-o", Folder, $"-p:MinVerVersionOverride={Version}");

        // Everything that is not ours was restored by this build; it is taken from there and neither fetched nor unpacked again.
        await File.WriteAllTextAsync(Path.Combine(root, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="ModelAssert" value="{Folder}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="Restored" value="{Build.RestoredPackages}" />
              </fallbackPackageFolders>
            </configuration>
            """);
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var (exitCode, output) = await Dotnet.RunAsync(Build.Repository, new Dictionary<string, string>(), arguments);
        Assert.True(exitCode == 0, output);
    }

    /// <summary>A new folder, in and below which projects restore from this feed.</summary>
    public string CreateFolder(string name) => Directory.CreateDirectory(Path.Combine(root, "users", Path.GetRandomFileName(), name)).FullName;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(root, recursive: true);
        return ValueTask.CompletedTask;
    }
}
