using System.Runtime.InteropServices;

namespace ModelAssert.Engine.Native;

/// <summary>What the native libraries of a scan read from the environment when they are loaded.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>Sets it, except for what the user has chosen otherwise. Only works before the libraries are loaded.</summary>
    public static void Prepare()
    {
        // OpenMP threads spin while they wait. On a busy machine, and test runs are busy, that makes everything two times slower and more.
        SetDefault("OMP_WAIT_POLICY", "PASSIVE");

        // ONNX Runtime (since 1.31 on Linux) keeps a device id in the user's folder and sends events to its makers. A scan tells nobody anything.
        SetDefault("ORT_DISABLE_TELEMETRY", "1");
    }

    private static void SetDefault(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is not null)
            return;

        // .NET keeps its own copy of the environment on Unix; a native library reads libc's.
        if (OperatingSystem.IsWindows())
            Environment.SetEnvironmentVariable(name, value);
        else
            _ = SetEnvironmentVariable(name, value, overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
