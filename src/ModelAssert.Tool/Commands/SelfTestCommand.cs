using System.CommandLine;
using ModelAssert.Artifacts;
using ModelAssert.EngineProcess;
using ModelAssert.Tool.Display;
using Spectre.Console;

namespace ModelAssert.Tool.Commands;

/// <summary><c>modelassert selftest MODEL --samples DATA</c>: what would the gate have missed on this model?</summary>
internal static class SelfTestCommand
{
    /// <summary>The one request of a process that is not asked for another.</summary>
    private const int OnlyRequest = 0;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly ModelArguments Model = new();

    private static readonly ScanOptionSet Scan = new();

    private static readonly Option<int[]?> Sizes = NumberOption.CreateList(
        "--sizes", "The sides of the patches in pixels, such as 2,3,4 (default: from a sixteenth to a quarter of the image's shorter side).", LegalNumbers.Side, "PIXELS", "2,3,4");

    private static readonly Option<int?> Catch = NumberOption.CreateOptional(
        "--catch", "Exit with 1 if a planted patch of this side or more is missed; without --sizes, smaller ones are not tried (default: tell, and demand nothing).",
        LegalNumbers.Side, "PIXELS");

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Write JSON lines to standard output, for programs: progress, then the report or an error.",
    };

    public static Command Create()
    {
        var command = new Command(
            "selftest",
            "Infect copies of a model with patches of growing size, and tell which of them a scan catches. Exit code: 0 done, or everything planted from --catch on was caught; 1 such a patch was missed, or the model is infected as it is; 2 inconclusive, 3 could not run, 4 bad usage.")
        {
            Sizes, Catch, ScanOptionSet.Threads, Json,
        };
        Model.AddTo(command);
        Scan.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var lines = parsed.GetValue(Json) ? new JsonLines(Console.Out) : null;
        try
        {
            var request = Model.RequestFrom(parsed, Scan.From(parsed), cachePath: null) with { Threads = parsed.GetValue(ScanOptionSet.Threads) };
            var asked = new SelfTestOptions { Sides = parsed.GetResult(Sizes) is null ? null : parsed.GetValue(Sizes), Catch = parsed.GetValue(Catch) };
            IProgress<ScanProgress> progress = lines is null
                ? new ProgressLines(line => Console.Error.WriteLine("  " + line), Patience, TimeProvider.System)
                : new JsonProgress(lines, OnlyRequest);
            if (lines is null)
                ConsoleDisplay.OfThisProcess().RemarkOn(request.Options);
            var (report, folder) = SelfTestRunner.Run(request, asked, progress, cancellation);
            if (lines is null)
                Show(report, folder);
            else
                lines.Write(new SelfTestMessage(OnlyRequest, report, folder.Path));
            return ExitCode.Of(report.Conclusion);
        }
        catch (ModelAssertException e)
        {
            if (lines is null)
                ConsoleDisplay.OfThisProcess().Show(e);
            else
                lines.Write(ErrorMessage.Of(OnlyRequest, e));
            return ExitCode.Of(e);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.CouldNotRun;
        }
    }

    private static void Show(SelfTestReport report, ArtifactFolder folder)
    {
        var output = ConsoleDisplay.StandardOutput();
        if (report.Patches.Count > 0)
            output.Write(SelfTestTable.Of(report));
        output.MarkupLineInterpolated($"{Verdicts.SelfTestText.Of(report)}");
        if (report.Conclusion == SelfTestConclusion.Missed)
            output.MarkupLineInterpolated($"[red]MISSED[/]: a planted patch of {report.Catch}x{report.Catch} or more was to be caught.");
        output.MarkupLineInterpolated($"report: {PlainText.OneLine(folder.PathOf(ArtifactFolder.SelfTestFileName))}");
    }
}
