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
        + $"without a project, run `dotnet package download {PackageOfThisSystem}@{LibTorchLocator.LibTorchVersion} --output \"{LibTorchLocator.PackageFolder}\"`; "
        + $"or set {LibTorchLocator.Variable} to a libtorch folder.";

    public static ModelAssertException Missing() => new(
        DiagnosticIds.LibTorchMissing, null,
        $"libtorch for {RuntimeInformation.RuntimeIdentifier} was not found, and version {LibTorchLocator.LibTorchVersion} of {PackageOfThisSystem} is not in '{LibTorchLocator.PackageFolder}' either.", Remedy);

    public static ModelAssertException NotALibTorch(string folder) => new(
        DiagnosticIds.LibTorchMissing, folder,
        $"{LibTorchLocator.Variable} names this folder, which does not hold {LibTorchFiles.Main}.", Remedy);

    public static ModelAssertException Unloadable(string folder, Exception cause) => new(
        DiagnosticIds.LibTorchUnloadable, folder,
        $"libtorch does not load: {cause.Message.ReplaceLineEndings(" ").TrimEnd('.')}.",
        "Use the libtorch version that this TorchSharp asks for, on a system that has what it needs.", cause);

    public static ModelAssertException WrongKernels() => new(
        DiagnosticIds.LibTorchUnloadable, null,
        $"libtorch computes wrong convolutions on this processor ({RuntimeInformation.ProcessArchitecture}): they are not what they are in double precision.",
        "Set ONEDNN_MAX_CPU_ISA=SSE41 and ATEN_CPU_CAPABILITY=default in the environment, or scan on another machine.");

    public static ModelAssertException NoGradient(string? file, string why) => new(
        DiagnosticIds.NoGradient, file,
        $"The output of the model has no gradient by its input ({why}), and no trigger can be searched for without one.",
        "Give the model as it was before its output was rounded, cast to integers or replaced by the label.");
}
