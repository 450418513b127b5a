using System.CommandLine;
using ModelAssert.Tool.Display;

namespace ModelAssert.Tool.Commands;

/// <summary><c>modelassert scan MODEL --samples DATA</c></summary>
internal static class ScanCommand
{
    private static readonly ModelArguments Model = new();

    private static readonly ScanOptionSet Scan = new();

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Write JSON lines to standard output, for programs: progress, then the report or an error.",
    };

    public static Command Create()
    {
        var command = new Command("scan", "Scan a model for backdoors. Exit code: 0 clean, 1 infected, 2 inconclusive, 3 could not run, 4 bad usage.")
        {
            ScanOptionSet.Threads, ScanOptionSet.Device, CacheFolder.Option, CacheFolder.Declined, Json,
        };
        Model.AddTo(command);
        Scan.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        IScanDisplay display = parsed.GetValue(Json) ? new JsonDisplay(Console.Out) : ConsoleDisplay.OfThisProcess();
        try
        {
            var request = Model.RequestFrom(parsed, Scan.From(parsed), CacheFolder.UnlessDeclined(parsed)) with
            {
                Threads = parsed.GetValue(ScanOptionSet.Threads),
                Device = parsed.GetValue(ScanOptionSet.Device),
            };
            var (report, folder) = display.Watch(request, progress => ScanRunner.Run(request, progress, cancellation));
            display.Show(report, folder);
            return ExitCode.Of(report.Verdict);
        }
        catch (ModelAssertException e)
        {
            display.Show(e);
            return ExitCode.Of(e);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.CouldNotRun;
        }
    }
}
