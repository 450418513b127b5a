using System.CommandLine;
using ModelAssert.EngineProcess;
using ModelAssert.Tool.Display;
using ModelAssert.Tool.Hosting;

namespace ModelAssert.Tool.Commands;

/// <summary>Commands that do a job: for people or, where they have <c>--json</c> and it is given, for programs.</summary>
internal static class JobCommand
{
    /// <summary>The one request of a process that is not asked for another.</summary>
    private const int OnlyRequest = 0;

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Write JSON lines to standard output, for programs: progress, then the report or an error.",
    };

    /// <summary>Says what a command does.</summary>
    /// <param name="command">The command.</param>
    /// <param name="ask">Makes the job of the command line.</param>
    /// <param name="forPeople">Does the job and shows it.</param>
    public static void SetJob<TJob>(this Command command, Func<ParseResult, TJob> ask, Func<TJob, CancellationToken, ModelReport> forPeople)
        where TJob : EngineJob => command.SetAction((parsed, cancellation) => Task.FromResult(parsed.GetValue(Json)
        ? new JsonDisplay(new JsonLines(Console.Out), OnlyRequest).Run(() => ask(parsed), cancellation)
        : ExitCode.Of(forPeople(ask(parsed), cancellation))));
}
