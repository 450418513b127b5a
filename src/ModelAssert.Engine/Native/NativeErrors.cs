using System.Runtime.InteropServices;

namespace ModelAssert.Engine.Native;

internal static class NativeErrors
{
    /// <summary>The NuGet package with libtorch for this system.</summary>
    public static string PackageOfThisSystem =>
        OperatingSystem.IsWindows() ? "libtorch-cpu-win-x64"
        : OperatingSystem.IsMacOS() ? "libtorch-cpu-osx-arm64"
        : "libtorch-cpu-linux-x64";

    private static string Remedy =>
        $"Add <PackageReference Include=\"{PackageOfThisSystem}\" ExcludeAssets=\"all\" GeneratePathProperty=\"true\" /> to the project and restore; "
        + $"without a project, run `dotnet package download {PackageOfThisSystem}@{LibTorchLocator.LibTorchVersion} --output ~/.nuget/packages`; "
        + $"or set {LibTorchLocator.Variable} to a libtorch folder.";

    public static ModelAssertException Missing() => new(
        DiagnosticIds.LibTorchMissing, null,
        $"libtorch for {RuntimeInformation.RuntimeIdentifier} was not found.", Remedy);

    public static ModelAssertException NotALibTorch(string folder) => new(
        DiagnosticIds.LibTorchMissing, folder,
        $"{LibTorchLocator.Variable} names this folder, which does not hold {LibTorchFiles.Main}.", Remedy);

    public static ModelAssertException Unloadable(string folder, Exception cause) => new(
        DiagnosticIds.LibTorchUnloadable, folder,
        $"libtorch does not load: {cause.Message.ReplaceLineEndings(" ").TrimEnd('.')}.",
        "Use the libtorch version that this TorchSharp asks for, on a system that has what it needs.", cause);
}
