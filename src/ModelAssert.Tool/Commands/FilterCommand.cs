using System.CommandLine;
using ModelAssert.EngineProcess;
using ModelAssert.Tool.Display;
using ModelAssert.Tool.Jobs;

namespace ModelAssert.Tool.Commands;

/// <summary><c>modelassert filter MODEL --samples DATA -o OUT</c></summary>
internal static class FilterCommand
{
    private static readonly FilterOptions Defaults = new();

    private static readonly MitigationArguments Arguments = new(
        "ONNX", "Half of them choose neurons; the other half calibrates the threshold.",
        "The file for the filter: the model with a score beside its outputs. Written only if the model is infected.",
        $"{ArtifactFile.Filter.Name}, the picture of its curve and the report of the scan");

    private static readonly Option<double> FalsePositiveRate = NumberOption.Create(
        "--false-positive-rate", "The share of clean inputs that the filter may reject, a fraction.", LegalNumbers.FalsePositiveRate, Defaults.FalsePositiveRate, "RATE");

    private static readonly Option<int?> SafeLabel = NumberOption.CreateOptional(
        "--safe-label", "A label that rejected inputs are given; the service may say otherwise (default: they are given none).", LegalNumbers.Label, "LABEL");

    public static Command Create()
    {
        var command = new Command(
            "filter", "Make a filter that tells inputs with the trigger of an infected model. Exit code: 0 written, or clean and not needed; 2 inconclusive, 3 could not run, 4 bad usage. It scans before, as the options of scan say.")
        {
            FalsePositiveRate, SafeLabel,
        };
        Arguments.AddTo(command);
        command.SetJob(Ask, ForPeople);
        return command;
    }

    private static FilterJob Ask(ParseResult parsed)
    {
        var (scan, output, overwrite) = Arguments.From(parsed);
        return new FilterJob(scan, output, new FilterOptions { FalsePositiveRate = parsed.GetValue(FalsePositiveRate), SafeLabel = parsed.GetValue(SafeLabel) }, overwrite);
    }

    private static FilterReport ForPeople(FilterJob job, CancellationToken cancellation)
    {
        ConsoleDisplay.OfThisProcess().RemarkOn(job.Scan.Options);
        var report = FilterRunner.Run(job, new MitigationProgressView(ConsoleDisplay.StandardError(), job.Scan.Options.Labels), cancellation);
        FilterView.Show(ConsoleDisplay.StandardOutput(), report);
        return report;
    }
}
