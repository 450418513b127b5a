using ModelAssert.Tool.Display;

namespace ModelAssert.Tool.Hosting;

/// <summary>
/// Where commands end that did not do what they were asked: whoever waits for an answer is told, and the exit code says it too. Whatever nobody foresaw ends here as well, with a named error and the exit code of a
/// command that could not run: the runtime's own way out is a code that a script may take for a verdict.
/// </summary>
internal static class CommandHost
{
    /// <summary>Runs a command, the last resort of the process: people are told, if nobody else was.</summary>
    /// <param name="command">The command; what it returns is what the process ends with.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
#pragma warning disable CA1031 // Every exception ends here.
        try
        {
            return await command();
        }
        catch (Exception e)
        {
            try
            {
                return End(e, ConsoleDisplay.OfThisProcess());
            }
            catch (Exception)
            {
                // The error stream may be what cannot be written; the exit code says it all the same.
                return ExitCode.CouldNotRun;
            }
        }
    }

    /// <summary>Runs a command that answers others than people. What cannot be told them is told people.</summary>
    /// <param name="display">Is told what went wrong.</param>
    /// <param name="command">The command; returns the exit code.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IErrorDisplay display, Func<int> command)
    {
        try
        {
            return command();
        }
        catch (Exception e)
        {
            return End(e, display);
        }
#pragma warning restore CA1031
    }

    private static int End(Exception e, IErrorDisplay display)
    {
        if (e is OperationCanceledException)
            return ExitCode.CouldNotRun;

        display.Show(e as ModelAssertException ?? Errors.Unforeseen(e));
        return e is ModelAssertException named ? display.CodeOf(named) : ExitCode.CouldNotRun;
    }
}
