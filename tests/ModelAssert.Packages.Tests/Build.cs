using System.Reflection;

namespace ModelAssert.Packages.Tests;

/// <summary>The build that these tests belong to.</summary>
internal static class Build
{
    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = Path.GetFullPath(Metadata("Repository"));

    /// <summary>Debug or Release.</summary>
    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The engine as it is packed.</summary>
    public static string Engine { get; } = Path.Combine(Repository, "src", "ModelAssert.Tool", "bin", Configuration, "net10.0", "modelassert.dll");

    /// <summary>The folder with the packages that this build restored.</summary>
    public static string RestoredPackages { get; } = Metadata("RestoredPackages");

    private static string Metadata(string key) =>
        typeof(Build).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
