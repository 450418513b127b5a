using System.CommandLine;
using ModelAssert.Artifacts;
using ModelAssert.Engine.Mitigation;
using ModelAssert.EngineProcess;
using ModelAssert.Tool.Display;

namespace ModelAssert.Tool.Commands;

/// <summary><c>modelassert repair MODEL --samples DATA -o OUT</c></summary>
internal static class RepairCommand
{
    /// <summary>The one request of a process that is not asked for another.</summary>
    private const int OnlyRequest = 0;

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

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Write JSON lines to standard output, for programs: progress, then the report or an error.",
    };

    private static readonly DescriptionOptions Description = new();

    public static Command Create()
    {
        var command = new Command(
            "repair", "Repair an infected model. Exit code: 0 repaired, or clean and left alone; 1 not repaired, 2 inconclusive, 3 could not run, 4 bad usage.")
        {
            Model, Samples, Output, Method, Results, Force, LearningRate, Rounds, AccuracyLoss,
            ScanOptionSet.Threshold, ScanOptionSet.MaximumSamples, ScanOptionSet.MinimumAccuracy, ScanOptionSet.Seed, ScanOptionSet.Device, CacheFolder.Option, CacheFolder.Declined, Json,
        };
        Description.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var lines = parsed.GetValue(Json) ? new JsonLines(Console.Out) : null;
        try
        {
            var order = new RepairOrder(parsed.GetRequiredValue(Output), OptionsFrom(parsed), parsed.GetValue(Force));
            var scan = ScanFrom(parsed, parsed.GetRequiredValue(Model), order.OutputPath);
            return ExitCode.Of(lines is null ? ForPeople(scan, order, cancellation) : ForPrograms(scan, order, lines, cancellation));
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

    private static RepairOutcome ForPeople(ScanRequest scan, RepairOrder order, CancellationToken cancellation)
    {
        var view = new RepairView(ConsoleDisplay.StandardOutput(), ConsoleDisplay.StandardError(), scan.Options.Labels);
        var (report, folder) = RepairRunner.Run(scan, order, view, cancellation);
        view.Show(report, folder.PathOf(ArtifactFolder.RepairReportFileName));
        return report.Outcome;
    }

    private static RepairOutcome ForPrograms(ScanRequest scan, RepairOrder order, JsonLines lines, CancellationToken cancellation)
    {
        var (report, folder) = RepairRunner.Run(scan, order, new RepairProgress(new JsonProgress(lines, OnlyRequest)), cancellation);
        lines.Write(new RepairMessage(OnlyRequest, report, folder.Path));
        return report.Outcome;
    }

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
            model, ModelArguments.SamplesFor(model, parsed.GetValue(Samples)), parsed.GetValue(Results) ?? Path.Combine("modelassert-results", Path.GetFileName(output)), options, CacheFolder.UnlessDeclined(parsed))
        {
            Device = parsed.GetValue(ScanOptionSet.Device),
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
