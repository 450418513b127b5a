namespace ModelAssert.Packages.Tests;

/// <summary>The packed template, installed into a hive of its own.</summary>
public sealed class InstalledTemplate(PackageFeed feed) : IAsyncLifetime
{
    private readonly string root = feed.CreateFolder("templates");

    /// <summary>The version of all packages of the feed.</summary>
    public string PackedVersion { get; } = Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(feed.Folder, "ModelAssert.Core.*.nupkg").Single())["ModelAssert.Core.".Length..];

    /// <summary>What takes the place of the user's home folder, where the hive is that must not be touched.</summary>
    public string Home => Path.Combine(root, "home");

    private string Hive => Path.Combine(root, "hive");

    public async ValueTask InitializeAsync() =>
        await RunAsync(root, "install", Directory.EnumerateFiles(feed.Folder, "ModelAssert.Templates.*.nupkg").Single());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Runs <c>dotnet new modelassert</c> in an empty folder.</summary>
    /// <returns>The folder.</returns>
    public async Task<string> CreateAsync(params IEnumerable<string> arguments)
    {
        var folder = feed.CreateFolder("repository");
        await RunAsync(folder, ["modelassert", .. arguments]);
        return folder;
    }

    private async Task RunAsync(string folder, params IEnumerable<string> arguments)
    {
        var variables = new Dictionary<string, string>(feed.Variables) { ["DOTNET_CLI_HOME"] = Home, ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false" };
        var (exitCode, output) = await Dotnet.RunAsync(folder, variables, ["new", .. arguments, "--debug:custom-hive", Hive]);
        Assert.True(exitCode == 0, output);
    }
}
