namespace ModelAssert.Tests;

/// <summary>Data that is not part of the repository: a folder <c>shared</c> beside it, or where <c>MODELASSERT_SHARED</c> says.</summary>
internal static class SharedFolder
{
    private static readonly Lazy<string?> Root = new(Find);

    /// <summary>The path of a shared file; the test is skipped, by the name of what is absent, if it is not there.</summary>
    public static string Require(string relativePath)
    {
        var path = Root.Value is { } root ? Path.Combine(root, relativePath) : null;
        if (!Path.Exists(path))
            Assert.Skip($"shared/{relativePath} is absent");
        return path;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("MODELASSERT_SHARED") is { Length: > 0 } named)
            return named;

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var shared = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(shared, "models")))
                return shared;
        }

        return null;
    }
}
