using ModelAssert.Verdicts;
using Spectre.Console;

namespace ModelAssert.Tool.Display;

/// <summary>For people: progress and errors on the error stream, the outcome on standard output.</summary>
internal sealed class ConsoleDisplay(IAnsiConsole output, IAnsiConsole error) : IErrorDisplay
{
    /// <summary>Where nobody watches, lines are not wrapped: a path that is cut in two cannot be opened.</summary>
    private const int UnwrappedWidth = 1000;

    public static ConsoleDisplay OfThisProcess() =>
        new(StandardOutput(), StandardError());

    /// <summary>Standard output, as wide as lines are where nobody watches.</summary>
    public static IAnsiConsole StandardOutput() => Create(Console.Out, Console.IsOutputRedirected);

    /// <summary>The error stream, likewise.</summary>
    public static IAnsiConsole StandardError() => Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>Runs a scan and shows how it goes.</summary>
    public ScanReport Watch(ScanRequest request, Func<IProgress<ScanProgress>, ScanReport> scan)
    {
        error.MarkupLineInterpolated($"[bold]{PlainText.OneLine(request.ModelPath)}[/] against {PlainText.OneLine(request.SamplesPath)}, profile {request.Options.Profile.ToName()}, seed {request.Options.Seed}");
        return ScanProgressView.Run(error, request.Options.Labels, TimeProvider.System, scan);
    }

    /// <summary>Shows what a scan came to.</summary>
    public void Show(ScanReport report)
    {
        if (report.Labels.Count > 0)
            output.Write(VerdictTable.Of(report));
        if (report.InfectedPairs.Any())
            output.Write(VerdictTable.OfPairs(report));
        foreach (var reason in report.Reasons)
            output.MarkupLineInterpolated($"  {PlainText.OneLine(reason)}");
        output.Write(new Markup($"{VerdictTable.Markup(report.Verdict)} {Markup.Escape(PlainText.OneLine(report.Model.Path))}: {Summary(report)}\n"));
        if (report.ThresholdRemark is { } remark)
            output.MarkupLineInterpolated($"[yellow]warning {DiagnosticIds.ThresholdUnusual}[/]: {remark}");
        foreach (var advisory in report.AdvisoryFindings)
            output.MarkupLineInterpolated($"note {DiagnosticIds.AdvisoryFinding}: {PlainText.OneLine(advisory.Line)}");
        if (report.IsQuantized)
            output.MarkupLine("The model is quantised: gradients went straight through its rounding.");
        if (report.DescribeCached() is { } cached)
            output.MarkupLineInterpolated($"{cached}");
        output.MarkupLineInterpolated($"report: {PlainText.OneLine(report.ReportPath!)}");
        foreach (var file in report.Findings.SelectMany(finding => finding.TriggerFiles?.All() ?? []))
            output.MarkupLineInterpolated($"        {PlainText.OneLine(Path.Combine(report.Folder, file))}");
    }

    /// <summary>Says what is to be said of a threshold, for commands that show no report of a scan.</summary>
    public void RemarkOn(ScanOptions options)
    {
        if (UnusualThreshold.RemarkOn(options.AnomalyIndexThreshold) is { } remark)
            error.MarkupLineInterpolated($"[yellow]warning {DiagnosticIds.ThresholdUnusual}[/]: {remark}");
    }

    public void Show(ModelAssertException e)
    {
        error.MarkupLineInterpolated($"[red]error {e.Id}[/]: {(e.File is null ? "" : PlainText.OneLine(e.File) + ": ")}{e.Cause}");
        error.MarkupLineInterpolated($"  {e.Remedy}");
    }

    private static IAnsiConsole Create(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected)
            console.Profile.Width = UnwrappedWidth;
        return console;
    }

    private static string Summary(ScanReport report) => FormattableString.Invariant(
        $"{(report.AnomalyIndex is { } index ? FormattableString.Invariant($"anomaly index {index:0.00}") : "no anomaly index")} (threshold {report.Threshold:0.0#}), accuracy {100 * report.Samples.Accuracy:0.0} % on {report.Samples.Count + report.Samples.LeftOut} samples, {report.Timing.WallSeconds:0.0} s");
}
