using ModelAssert.Tool.Display;

namespace ModelAssert.Tool;

/// <summary>
/// Whatever nobody foresaw ends here: with a named error and the exit code of a command that could not run. The runtime's own way out is a code that a script may take for a
/// verdict.
/// </summary>
internal static class LastResort
{
    /// <summary>Runs a command.</summary>
    /// <param name="command">The command; what it returns is what the process ends with.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
#pragma warning disable CA1031 // This is the last resort.
        try
        {
            return await command();
        }
        catch (OperationCanceledException)
        {
            return ExitCode.CouldNotRun;
        }
        catch (Exception e)
        {
            Say(e as ModelAssertException ?? Errors.Unforeseen(e));
            return ExitCode.CouldNotRun;
        }
    }

    private static void Say(ModelAssertException error)
    {
        try
        {
            ConsoleDisplay.OfThisProcess().Show(error);
        }
        catch (Exception)
        {
            // The error stream may be what cannot be written; the exit code says it all the same.
        }
#pragma warning restore CA1031
    }
}
