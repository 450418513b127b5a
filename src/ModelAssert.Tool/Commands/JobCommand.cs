using System.CommandLine;
using ModelAssert.EngineProcess;
using ModelAssert.Tool.Display;

namespace ModelAssert.Tool.Commands;

/// <summary>A command that does a job, for people or, with <c>--json</c>, for programs.</summary>
internal static class JobCommand
{
    /// <summary>The one request of a process that is not asked for another.</summary>
    private const int OnlyRequest = 0;

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Write JSON lines to standard output, for programs: progress, then the report or an error.",
    };

    /// <summary>Has the job done.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="ask">Makes the job of it.</param>
    /// <param name="forPeople">Does the job and shows it.</param>
    /// <param name="cancellation">Stops the job.</param>
    /// <returns>The exit code.</returns>
    public static int Run<TJob>(ParseResult parsed, Func<ParseResult, TJob> ask, Func<TJob, CancellationToken, ModelReport> forPeople, CancellationToken cancellation)
        where TJob : EngineJob => parsed.GetValue(Json)
        ? new JsonDisplay(new JsonLines(Console.Out), OnlyRequest).Run(() => ask(parsed), cancellation)
        : ExitCode.Of(forPeople(ask(parsed), cancellation));
}
