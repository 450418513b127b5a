namespace ModelAssert.Engine.Native;

/// <summary>The names of libtorch's files on each system.</summary>
internal static class LibTorchFiles
{
    private static readonly (string Prefix, string Suffix) Naming =
        OperatingSystem.IsWindows() ? ("", ".dll") : OperatingSystem.IsMacOS() ? ("lib", ".dylib") : ("lib", ".so");

    /// <summary>The file without which a folder is not a libtorch.</summary>
    public static string Main { get; } = Native("torch_cpu");

    /// <summary>TorchSharp's own native library; its name carries one "Lib" more.</summary>
    public static string TorchSharp { get; } = Native("LibTorchSharp");

    /// <summary>Everything that is loaded if it is there, dependencies first. The CUDA files exist in a CUDA libtorch only.</summary>
    public static IReadOnlyList<string> InLoadOrder { get; } =
        [.. ((string[])["c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch"]).Select(Native)];

    private static string Native(string name) => Naming.Prefix + name + Naming.Suffix;
}
