using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace ModelAssert.Engine.Native;

/// <summary>Finds the folder that holds libtorch.</summary>
internal static class LibTorchLocator
{
    /// <summary>Names a libtorch folder; goes before everything else.</summary>
    public const string Variable = "MODELASSERT_LIBTORCH";

    /// <summary>The folder with libtorch's files.</summary>
    /// <returns>The full path of the first place, in the order of DESIGN section 9, that holds them.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0001</c>: none does.</exception>
    public static string Find()
    {
        // What a person has named is taken or refused, never silently passed over for another libtorch.
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return Within(named) ?? throw NativeErrors.NotALibTorch(named);

        return Candidates().Select(Within).FirstOrDefault(folder => folder is not null) ?? throw NativeErrors.Missing();
    }

    /// <summary>TorchSharp's own library: beside the program, or in the NuGet package that it comes from.</summary>
    public static string FindTorchSharp(string libTorch) =>
        OwnFolders().Append(libTorch).Append(InPackageFolder("TorchSharp", TorchSharpVersion))
            .Select(folder => Path.Combine(folder, LibTorchFiles.TorchSharp))
            .FirstOrDefault(File.Exists) ?? throw NativeErrors.Missing();

    private static IEnumerable<string> Candidates()
    {
        if (AppContext.GetData(NativeLibraries.LibTorchEntry) is string { Length: > 0 } handedOver)
            yield return handedOver;
        foreach (var folder in OwnFolders())
            yield return folder;
        yield return InPackageFolder(NativeErrors.PackageOfThisSystem, LibTorchVersion);
    }

    /// <summary>A libtorch folder itself, a distribution with a <c>lib</c> folder, or an unpacked NuGet package.</summary>
    private static string? Within(string folder) =>
        ((string[])[folder, Path.Combine(folder, "lib"), Path.Combine(folder, "runtimes", RuntimeIdentifier, "native")])
        .Select(Path.GetFullPath)
        .FirstOrDefault(candidate => File.Exists(Path.Combine(candidate, LibTorchFiles.Main)));

    /// <summary>Where the host looks for native libraries: the program's folder and those of its dependency file.</summary>
    private static IEnumerable<string> OwnFolders() =>
        ((AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string) ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Append(AppContext.BaseDirectory)
        .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeIdentifier, "native"));

    /// <summary>NuGet's folder, where packages are looked for.</summary>
    public static string PackageFolder => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string InPackageFolder(string package, string version) =>
        Path.Combine(PackageFolder, package.ToLowerInvariant(), version, "runtimes", RuntimeIdentifier, "native");

    /// <summary>The version of libtorch that TorchSharp was built against.</summary>
    public static string LibTorchVersion { get; } =
        typeof(LibTorchLocator).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "LibTorchVersion").Value!;

    private static string TorchSharpVersion =>
        typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string RuntimeIdentifier
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
            return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        }
    }
}
