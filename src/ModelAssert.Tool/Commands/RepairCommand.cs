using System.CommandLine;
using ModelAssert.Artifacts;
using ModelAssert.Tool.Display;

namespace ModelAssert.Tool.Commands;

/// <summary><c>modelassert repair MODEL --samples DATA -o OUT</c></summary>
internal static class RepairCommand
{
    private static readonly RepairOptions Defaults = new();

    private static readonly Argument<string> Model = new("MODEL") { Description = "The model file: ONNX or TorchScript. It is never changed." };

    private static readonly Option<string?> Samples = new("--samples")
    {
        Description = "Clean, correctly labelled samples, as for scan. Half of them are learned from; the other half measures.",
        HelpName = "DATA",
    };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "The file for the repaired model, in the format of the model. Written only if the model is infected and could be repaired.",
        HelpName = "OUT",
        Required = true,
    };

    private static readonly Option<RepairMethod> Method = new("--method")
    {
        Description = "'prune', 'unlearn', or 'auto' for both, of which the better is kept.",
        DefaultValueFactory = _ => Defaults.Method,
        HelpName = "METHOD",
        CustomParser = argument =>
        {
            if (RepairMethodNames.Find(argument.Tokens[0].Value) is { } method)
                return method;
            argument.AddError($"'{argument.Tokens[0].Value}' is not {RepairMethodNames.Legal}.");
            return default;
        },
    };

    private static readonly Option<string?> Results = new("--results")
    {
        Description = $"The folder for {ArtifactFolder.RepairReportFileName} and the reports of both scans (default: modelassert-results/OUT).",
        HelpName = "DIR",
    };

    private static readonly Option<bool> Force = new("--force") { Description = "Replace OUT if it exists." };

    private static readonly Option<double> LearningRate = new("--learning-rate")
    {
        Description = "The step size of Adam in unlearning.",
        DefaultValueFactory = _ => Defaults.LearningRate,
    };

    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "At most so many rounds of repair and scan for each method.",
        DefaultValueFactory = _ => Defaults.MaximumRounds,
    };

    private static readonly Option<double> AccuracyLoss = new("--max-accuracy-loss")
    {
        Description = "A repaired model may have lost this much of its accuracy at most, a fraction.",
        DefaultValueFactory = _ => Defaults.MaximumAccuracyLoss,
    };

    private static readonly Option<ScanDevice?> Device = new("--device")
    {
        Description = "'cpu' or 'cuda': what the scans are computed on (default: what MODELASSERT_DEVICE says, else 'cpu').",
        HelpName = "DEVICE",
    };

    private static readonly Option<bool> NoCache = new("--no-cache") { Description = "Analyse every label of the model anew, and remember none." };

    private static readonly DescriptionOptions Description = new();

    public static Command Create()
    {
        var command = new Command(
            "repair", "Repair an infected model. Exit code: 0 repaired, or clean and left alone; 1 not repaired, 2 inconclusive, 3 could not run, 4 bad usage.")
        {
            Model, Samples, Output, Method, Results, Force, LearningRate, Rounds, AccuracyLoss,
            ScanOptionSet.Threshold, ScanOptionSet.MaximumSamples, ScanOptionSet.MinimumAccuracy, ScanOptionSet.Seed, Device, CacheFolder.Option, NoCache,
        };
        Description.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var console = ConsoleDisplay.OfThisProcess();
        try
        {
            var (model, output) = (parsed.GetRequiredValue(Model), parsed.GetRequiredValue(Output));
            RequireFree(output, model, parsed.GetValue(Force));
            var scan = ScanFrom(parsed, model, output);
            var view = new RepairView(ConsoleDisplay.StandardOutput(), ConsoleDisplay.StandardError(), scan.Options.Labels);
            var report = RepairRunner.Run(scan, output, OptionsFrom(parsed), view, cancellation);
            view.Show(report, Path.Combine(Path.GetFullPath(scan.OutputFolder), ArtifactFolder.RepairReportFileName));
            return ExitCode.Of(report.Outcome);
        }
        catch (ModelAssertException e)
        {
            console.Show(e);
            return ExitCode.Of(e);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.CouldNotRun;
        }
    }

    /// <summary>
    /// The model is never overwritten. One file may have several paths, through links or by capital letters, so an existing file is also told by its content.
    /// </summary>
    private static void RequireFree(string output, string model, bool force)
    {
        if (string.Equals(Path.GetFullPath(output), Path.GetFullPath(model), StringComparison.OrdinalIgnoreCase))
            throw Unfit(output, "The output is the model itself, which is never overwritten.", "Give another file.");
        if (!File.Exists(output))
            return;
        if (!force)
            throw Unfit(output, "The output exists.", "Give another file, or --force to replace it.");
        if (File.Exists(model) && ContentDigest.OfFile(output) == ContentDigest.OfFile(model))
            throw Unfit(output, "The output is the model itself or a copy of it.", "Give another file, or remove this one.");
    }

    private static ModelAssertException Unfit(string output, string cause, string remedy) => new(DiagnosticIds.OptionOutOfRange, output, cause, remedy);

    private static ScanRequest ScanFrom(ParseResult parsed, string model, string output)
    {
        var options = new ScanOptions
        {
            AnomalyIndexThreshold = parsed.GetValue(ScanOptionSet.Threshold),
            MaximumSamples = parsed.GetValue(ScanOptionSet.MaximumSamples),
            MinimumAccuracy = parsed.GetValue(ScanOptionSet.MinimumAccuracy),
            Seed = parsed.GetValue(ScanOptionSet.Seed),
            Description = Description.From(parsed),
        };
        return new ScanRequest(
            model, ModelArguments.SamplesFor(model, parsed.GetValue(Samples)), parsed.GetValue(Results) ?? Path.Combine("modelassert-results", Path.GetFileName(output)), options, parsed.GetValue(NoCache) ? null : CacheFolder.From(parsed))
        {
            Device = parsed.GetValue(Device),
        };
    }

    private static RepairOptions OptionsFrom(ParseResult parsed) => new()
    {
        Method = parsed.GetValue(Method),
        MaximumRounds = parsed.GetValue(Rounds),
        MaximumAccuracyLoss = parsed.GetValue(AccuracyLoss),
        LearningRate = parsed.GetValue(LearningRate),
    };
}
