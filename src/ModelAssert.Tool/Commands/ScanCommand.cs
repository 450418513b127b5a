using System.CommandLine;
using System.CommandLine.Parsing;
using ModelAssert.Tool.Display;

namespace ModelAssert.Tool.Commands;

/// <summary><c>modelassert scan MODEL --samples DATA</c></summary>
internal static class ScanCommand
{
    private static readonly ScanOptions Defaults = new();

    private static readonly Argument<string> Model = new("MODEL") { Description = "The model file: ONNX or TorchScript." };

    private static readonly Option<string?> Samples = new("--samples")
    {
        Description = "Clean, correctly labelled samples: an .npz or .safetensors file with x and y, MNIST IDX files, CIFAR batches, a folder of pictures with one sub-folder per label or as GTSRB is shipped, or a zip of any of these (default: those that the description beside the model names).",
        HelpName = "DATA",
    };

    private static readonly Option<double> Threshold = new("--threshold")
    {
        Description = "The anomaly index above which a label is anomalous, in median absolute deviations.",
        DefaultValueFactory = _ => Defaults.AnomalyIndexThreshold,
    };

    private static readonly Option<ScanProfile> Profile = new("--profile")
    {
        Description = "'fast', 'paper' for the published schedule with every constant, or 'paper-lowcost' for the published scan of many labels.",
        DefaultValueFactory = _ => Defaults.Profile,
        CustomParser = argument => Parse(argument, ScanProfileNames.Find, ScanProfileNames.Legal) ?? default,
        HelpName = "PROFILE",
    };

    private static readonly Option<TimeSpan?> TimeLimit = new("--time-limit")
    {
        Description = "At most this long are labels optimised, best first; a scan that it ends is inconclusive (default: as long as it takes).",
        HelpName = "SECONDS",
        CustomParser = argument => Parse(argument, ScanOptions.Seconds, "a number of seconds"),
    };

    private static readonly Option<SourceSpecificScan> SourceSpecific = new("--source-specific")
    {
        Description = "Look for backdoors that take images of one label only: 'none', 'screened', or 'all' for every pair of labels at the effort of the profile.",
        DefaultValueFactory = _ => Defaults.SourceSpecific,
        CustomParser = argument => Parse(argument, SourceSpecificScanNames.Find, SourceSpecificScanNames.Legal) ?? default,
        HelpName = "PAIRS",
    };

    private static readonly Option<int?> Threads = new("--threads")
    {
        Description = "How many labels are worked on at once (default: as many as there are processors). Changes nothing but the time.",
        HelpName = "N",
        Validators = { result => RequirePositive(result) },
    };

    private static readonly Option<ScanDevice?> Device = new("--device")
    {
        Description = "'cpu' or 'cuda': what the network is computed on (default: what MODELASSERT_DEVICE says, else 'cpu').",
        HelpName = "DEVICE",
    };

    private static readonly Option<int[]?> Labels = new("--labels")
    {
        Description = "The labels to analyse, such as 0,3,7 (default: all). The statistics see only these.",
        HelpName = "LABELS",
        CustomParser = ParseLabels,
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Seeds every random choice.",
        DefaultValueFactory = _ => Defaults.Seed,
    };

    private static readonly DescriptionOptions Description = new();

    private static readonly Option<double> MinimumAccuracy = new("--minimum-accuracy")
    {
        Description = "The accuracy on the samples below which the scan is refused, a fraction.",
        DefaultValueFactory = _ => Defaults.MinimumAccuracy,
    };

    private static readonly Option<int> MaximumSamples = new("--max-samples")
    {
        Description = "At most this many samples are used.",
        DefaultValueFactory = _ => Defaults.MaximumSamples,
    };

    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "The folder for report and pictures (default: modelassert-results/MODEL).",
        HelpName = "DIR",
    };

    private static readonly Option<bool> NoCache = new("--no-cache")
    {
        Description = "Analyse every label anew, and remember none.",
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Write JSON lines to standard output, for programs: progress, then the report or an error.",
    };

    public static Command Create()
    {
        var command = new Command("scan", "Scan a model for backdoors. Exit code: 0 clean, 1 infected, 2 inconclusive, 3 could not run, 4 bad usage.")
        {
            Model, Samples, Threshold, Profile, TimeLimit, SourceSpecific, Threads, Device, Labels, Seed, MinimumAccuracy, MaximumSamples, Output, CacheFolder.Option, NoCache, Json,
        };
        Description.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var model = parsed.GetRequiredValue(Model);
        var output = parsed.GetValue(Output) ?? Path.Combine("modelassert-results", Path.GetFileName(model));
        IScanDisplay display = parsed.GetValue(Json) ? new JsonDisplay(Console.Out) : ConsoleDisplay.OfThisProcess();
        try
        {
            var samples = parsed.GetValue(Samples) ?? ModelDescription.SamplesOf(model) ?? throw NoSamples(model);
            var request = new ScanRequest(model, samples, output, OptionsFrom(parsed), parsed.GetValue(NoCache) ? null : CacheFolder.From(parsed)) { Threads = parsed.GetValue(Threads), Device = parsed.GetValue(Device) };
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

    private static ModelAssertException NoSamples(string model) => new(
        DiagnosticIds.SamplesMissing, model,
        "No clean samples are named for this model.", "Give --samples DATA, or put cleanSamples into the description beside the model.");

    private static ScanOptions OptionsFrom(ParseResult parsed) => new()
    {
        AnomalyIndexThreshold = parsed.GetValue(Threshold),
        Profile = parsed.GetValue(Profile),
        TimeLimit = parsed.GetValue(TimeLimit),
        SourceSpecific = parsed.GetValue(SourceSpecific),
        // An array option that is not given is an empty array.
        Labels = parsed.GetResult(Labels) is null ? null : parsed.GetValue(Labels),
        Seed = parsed.GetValue(Seed),
        Description = Description.From(parsed),
        MinimumAccuracy = parsed.GetValue(MinimumAccuracy),
        MaximumSamples = parsed.GetValue(MaximumSamples),
    };

    private static T? Parse<T>(ArgumentResult argument, Func<string, T?> read, string legal)
        where T : struct
    {
        var text = argument.Tokens[0].Value;
        if (read(text) is { } value)
            return value;

        argument.AddError($"'{text}' is not {legal}.");
        return null;
    }

    private static void RequirePositive(OptionResult result)
    {
        if (result.GetValueOrDefault<int?>() < 1)
            result.AddError($"{result.Option.Name} must be at least 1.");
    }

    private static int[]? ParseLabels(ArgumentResult argument)
    {
        var parts = argument.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries);
        var labels = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], out labels[i]))
            {
                argument.AddError($"'{parts[i]}' is no label. Give numbers with commas between them, such as 0,3,7.");
                return null;
            }
        }

        return labels;
    }
}
