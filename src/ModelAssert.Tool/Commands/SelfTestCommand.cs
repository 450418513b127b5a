using System.CommandLine;
using ModelAssert.EngineProcess;
using ModelAssert.Tool.Display;
using ModelAssert.Tool.Jobs;
using Spectre.Console;

namespace ModelAssert.Tool.Commands;

/// <summary><c>modelassert selftest MODEL --samples DATA</c>: what would the gate have missed on this model?</summary>
internal static class SelfTestCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly ModelArguments Model = new();

    private static readonly ScanOptionSet Scan = new();

    private static readonly Option<int[]?> Sizes = NumberOption.CreateList(
        "--sizes", "The sides of the patches in pixels, such as 2,3,4 (default: from a sixteenth to a quarter of the image's shorter side).", LegalNumbers.Side, "PIXELS", "2,3,4");

    private static readonly Option<int?> Catch = NumberOption.CreateOptional(
        "--catch", "Exit with 1 if a planted patch of this side or more is missed; without --sizes, smaller ones are not tried (default: tell, and demand nothing).",
        LegalNumbers.Side, "PIXELS");

    public static Command Create()
    {
        var command = new Command(
            "selftest",
            "Infect copies of a model with patches of growing size, and tell which of them a scan catches. Exit code: 0 done, or everything planted from --catch on was caught; 1 such a patch was missed, or the model is infected as it is; 2 inconclusive, 3 could not run, 4 bad usage.")
        {
            Sizes, Catch, ScanOptionSet.Threads, JobCommand.Json,
        };
        Model.AddTo(command);
        Scan.AddTo(command);
        command.SetJob(Ask, ForPeople);
        return command;
    }

    private static SelfTestJob Ask(ParseResult parsed) => new(
        Model.RequestFrom(parsed, Scan.From(parsed), cachePath: null) with { Threads = parsed.GetValue(ScanOptionSet.Threads) },
        new SelfTestOptions { Sides = parsed.GetResult(Sizes) is null ? null : parsed.GetValue(Sizes), Catch = parsed.GetValue(Catch) });

    private static SelfTestReport ForPeople(SelfTestJob job, CancellationToken cancellation)
    {
        ConsoleDisplay.OfThisProcess().RemarkOn(job.Scan.Options);
        var report = SelfTestRunner.Run(job, new ProgressLines(line => Console.Error.WriteLine("  " + line), Patience, TimeProvider.System), cancellation);
        Show(ConsoleDisplay.StandardOutput(), report);
        return report;
    }

    private static void Show(IAnsiConsole output, SelfTestReport report)
    {
        if (report.Patches.Count > 0)
            output.Write(SelfTestTable.Of(report));
        output.MarkupLineInterpolated($"{report.InOneLine}");
        if (report.Conclusion == SelfTestConclusion.Missed)
            output.MarkupLineInterpolated($"[red]MISSED[/]: a planted patch of {report.Catch}x{report.Catch} or more was to be caught.");
        output.MarkupLineInterpolated($"report: {PlainText.OneLine(report.ReportPath!)}");
    }
}
