using System.Runtime.InteropServices;

namespace ModelAssert.Engine.Native;

/// <summary>
/// libtorch's OpenMP threads spin while they wait. On a busy machine, and test runs are busy, that makes everything two times slower and more.
/// </summary>
internal static partial class OpenMp
{
    private const string Policy = "OMP_WAIT_POLICY";

    /// <summary>Makes OpenMP threads sleep while they wait, unless the user has chosen otherwise. Only works before libtorch is loaded.</summary>
    public static void WaitPassively()
    {
        if (Environment.GetEnvironmentVariable(Policy) is not null)
            return;

        // .NET keeps its own copy of the environment on Unix; a native library reads libc's.
        if (OperatingSystem.IsWindows())
            Environment.SetEnvironmentVariable(Policy, "PASSIVE");
        else
            _ = SetEnvironmentVariable(Policy, "PASSIVE", overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
