using System.Diagnostics;

namespace ModelAssert.Zoo;

/// <summary>Ends a process that <see cref="SideBySide"/> started when the one that started it is gone.</summary>
internal static class ParentWatch
{
    /// <summary>Watches from now on.</summary>
    public static void Start() => new Thread(static () =>
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }

        // Killed, not ended: unloading libtorch while it computes crashes.
        Process.GetCurrentProcess().Kill();
    })
    { IsBackground = true, Name = "parent watch" }.Start();
}
