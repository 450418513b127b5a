using System.Collections.Concurrent;
using System.Diagnostics;

namespace ModelAssert.Zoo;

/// <summary>
/// Runs this program several times side by side. Processes, as dropout draws from torch's one generator of a process: in threads, models would depend on each other.
/// </summary>
/// <param name="maximum">How many at once.</param>
internal sealed class SideBySide(int maximum)
{
    /// <summary>Runs all, and goes on when one fails.</summary>
    /// <param name="names">What each is called, for the messages.</param>
    /// <param name="arguments">The command line for each name.</param>
    /// <returns>The names of those that failed.</returns>
    public IReadOnlyCollection<string> Run(IEnumerable<string> names, Func<string, IReadOnlyList<string>> arguments)
    {
        var failed = new ConcurrentQueue<string>();
        // Each taken when the one before has ended: the list is in an order for people.
        var queue = Partitioner.Create(names, EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(queue, new ParallelOptions { MaxDegreeOfParallelism = maximum }, name =>
        {
            if (ExitCodeOf(arguments(name)) != 0)
                failed.Enqueue(name);
        });
        return failed;
    }

    private static int ExitCodeOf(IReadOnlyList<string> arguments)
    {
        // dotnet run and dotnet Zoo.dll: the host is started with the program's path, an own executable without.
        var host = Environment.ProcessPath!;
        string[] program = Path.GetFileNameWithoutExtension(host) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];

        // The pipe is never written to. It closes when this process ends, however it ends, and the other then ends too (see ParentWatch).
        using var process = Process.Start(new ProcessStartInfo(host, [.. program, .. arguments]) { RedirectStandardInput = true })
            ?? throw new InvalidOperationException($"{host} does not start.");
        process.WaitForExit();
        return process.ExitCode;
    }
}
