using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace ModelAssert.Engine.Native;

/// <summary>
/// TorchSharp 0.107 was linked against the C++ runtime of GCC 13: its library names one symbol version, <c>GLIBCXX_3.4.32</c>, that Debian 12 and
/// Ubuntu 22.04 lack. The one symbol behind it (the start-up of iostreams, which an older runtime does by itself) is never called. A copy of the
/// library in which that version is marked as weak, as "nice to have", loads and runs there.
/// </summary>
internal static class OlderCppRuntime
{
    private const string MissingVersion = "GLIBCXX_3.4.32";

    /// <summary>Makes a copy of a library that loads with an older C++ runtime.</summary>
    /// <param name="library">The library that did not load. It is left as it is.</param>
    /// <param name="adapted">The copy, in the user's own application data folder.</param>
    /// <returns><see langword="false"/> if this is not Linux or the library does not ask for that version.</returns>
    public static bool TryAdapt(string library, out string adapted)
    {
        adapted = "";
        if (!OperatingSystem.IsLinux())
            return false;

        var image = File.ReadAllBytes(library);
        if (!ElfVersionNeeds.TryMakeWeak(image, MissingVersion))
            return false;

        adapted = Store(image);
        return true;
    }

    /// <summary>
    /// Stores the copy under the digest of its content. A copy that is there already is used only if its bytes are the right ones:
    /// what is loaded is code.
    /// </summary>
    [SupportedOSPlatform("linux")]
    private static string Store(byte[] image)
    {
        var folder = Path.Combine(CacheRoot(), "modelassert", "native", Convert.ToHexStringLower(SHA256.HashData(image))[..16]);
        var target = Path.Combine(folder, LibTorchFiles.TorchSharp);
        if (File.Exists(target) && File.ReadAllBytes(target).AsSpan().SequenceEqual(image))
            return target;

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        File.WriteAllBytes(temporary, image);
        File.Move(temporary, target, overwrite: true);
        return target;
    }

    private static string CacheRoot()
    {
        var own = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        return own.Length > 0 ? own : Directory.CreateTempSubdirectory("modelassert-").FullName;
    }
}
