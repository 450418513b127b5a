using System.CommandLine;
using ModelAssert.EngineProcess;
using ModelAssert.Tool.Display;
using ModelAssert.Tool.Jobs;

namespace ModelAssert.Tool.Commands;

/// <summary><c>modelassert repair MODEL --samples DATA -o OUT</c></summary>
internal static class RepairCommand
{
    private static readonly RepairOptions Defaults = new();

    private static readonly MitigationArguments Arguments = new(
        "ONNX or TorchScript", "Half of them are learned from; the other half measures.",
        "The file for the repaired model, in the format of the model. Written only if the model is infected and could be repaired.",
        $"{ArtifactFile.Repair.Name} and the reports of both scans");

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

    private static readonly Option<double> LearningRate =
        NumberOption.Create("--learning-rate", "The step size of Adam in unlearning.", LegalNumbers.LearningRate, Defaults.LearningRate);

    private static readonly Option<int> Rounds =
        NumberOption.Create("--rounds", "At most so many rounds of repair and scan for each method.", LegalNumbers.Count, Defaults.MaximumRounds);

    private static readonly Option<double> AccuracyLoss = NumberOption.Create(
        "--max-accuracy-loss", "A repaired model may have lost this much of its accuracy at most, a fraction.", LegalNumbers.Fraction, Defaults.MaximumAccuracyLoss);

    public static Command Create()
    {
        var command = new Command(
            "repair", "Repair an infected model. Exit code: 0 repaired, or clean and left alone; 1 not repaired, 2 inconclusive, 3 could not run, 4 bad usage. It scans before and after, as the options of scan say.")
        {
            Method, LearningRate, Rounds, AccuracyLoss, JobCommand.Json,
        };
        Arguments.AddTo(command);
        command.SetJob(Ask, ForPeople);
        return command;
    }

    private static RepairJob Ask(ParseResult parsed)
    {
        var (scan, output, overwrite) = Arguments.From(parsed);
        return new RepairJob(scan, output, OptionsFrom(parsed), overwrite);
    }

    private static RepairReport ForPeople(RepairJob job, CancellationToken cancellation)
    {
        ConsoleDisplay.OfThisProcess().RemarkOn(job.Scan.Options);
        var report = RepairRunner.Run(job, new MitigationProgressView(ConsoleDisplay.StandardError(), job.Scan.Options.Labels), cancellation);
        RepairView.Show(ConsoleDisplay.StandardOutput(), report);
        return report;
    }

    private static RepairOptions OptionsFrom(ParseResult parsed) => new()
    {
        Method = parsed.GetValue(Method),
        MaximumRounds = parsed.GetValue(Rounds),
        MaximumAccuracyLoss = parsed.GetValue(AccuracyLoss),
        LearningRate = parsed.GetValue(LearningRate),
    };
}
