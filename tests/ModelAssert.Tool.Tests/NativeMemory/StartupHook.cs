/// <summary>What .NET runs before an application's own code where <c>DOTNET_STARTUP_HOOKS</c> names this assembly: here a collector that never rests.</summary>
internal static class StartupHook
{
    /// <summary>Called by .NET, by this name.</summary>
    public static void Initialize() => new Thread(Collect) { IsBackground = true }.Start();

    private static void Collect()
    {
        while (true)
        {
            GC.Collect(0);
            GC.WaitForPendingFinalizers();
        }
    }
}
