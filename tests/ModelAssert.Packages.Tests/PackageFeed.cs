using ModelAssert.Packages.Tests;

[assembly: AssemblyFixture(typeof(PackageFeed))]

namespace ModelAssert.Packages.Tests;

/// <summary>
/// Every package of this repository, packed from what was built, in a feed of its own. What is restored from it goes to a folder of its own too: NuGet takes a
/// version that it has unpacked before for the same one.
/// </summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private readonly string root = Directory.CreateTempSubdirectory("modelassert-feed-").FullName;

    /// <summary>The packages, as files.</summary>
    public string Folder => Path.Combine(root, "feed");

    /// <summary>What a restore from this feed needs in its environment.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string> { ["NUGET_PACKAGES"] = Path.Combine(root, "packages") };

    public async ValueTask InitializeAsync()
    {
        var (exitCode, output) = await Dotnet.RunAsync(
            Build.Repository, new Dictionary<string, string>(), "pack", "ModelAssert.sln", "--no-build", "-c", Build.Configuration, "-o", Folder);
        Assert.True(exitCode == 0, output);

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

    /// <summary>A new folder, in and below which projects restore from this feed.</summary>
    public string CreateFolder(string name) => Directory.CreateDirectory(Path.Combine(root, "users", Path.GetRandomFileName(), name)).FullName;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(root, recursive: true);
        return ValueTask.CompletedTask;
    }
}
