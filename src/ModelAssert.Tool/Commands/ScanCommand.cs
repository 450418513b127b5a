using System.CommandLine;
using ModelAssert.EngineProcess;
using ModelAssert.Tool.Display;
using ModelAssert.Tool.Jobs;

namespace ModelAssert.Tool.Commands;

/// <summary><c>modelassert scan MODEL --samples DATA</c></summary>
internal static class ScanCommand
{
    private static readonly ModelArguments Model = new();

    private static readonly ScanOptionSet Scan = new();

    public static Command Create()
    {
        var command = new Command("scan", "Scan a model for backdoors. Exit code: 0 clean, 1 infected, 2 inconclusive, 3 could not run, 4 bad usage.")
        {
            ScanOptionSet.Threads, ScanOptionSet.Device, CacheFolder.Option, CacheFolder.Declined, JobCommand.Json,
        };
        Model.AddTo(command);
        Scan.AddTo(command);
        command.SetJob(Ask, ForPeople);
        return command;
    }

    private static ScanJob Ask(ParseResult parsed) => new(Model.RequestFrom(parsed, Scan.From(parsed), CacheFolder.UnlessDeclined(parsed)) with
    {
        Threads = parsed.GetValue(ScanOptionSet.Threads),
        Device = parsed.GetValue(ScanOptionSet.Device),
    });

    private static ScanReport ForPeople(ScanJob job, CancellationToken cancellation)
    {
        var console = ConsoleDisplay.OfThisProcess();
        var report = console.Watch(job.Scan, progress => ScanRunner.Run(job, progress, cancellation));
        console.Show(report);
        return report;
    }
}
