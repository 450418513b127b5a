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

    private static readonly MitigationArguments Arguments = new(
        "ONNX or TorchScript", "Half of them are learned from; the other half measures.",
        "The file for the repaired model, in the format of the model. Written only if the model is infected and could be repaired.",
        $"{ArtifactFolder.RepairReportFileName} and the reports of both scans");

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

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Write JSON lines to standard output, for programs: progress, then the report or an error.",
    };

    public static Command Create()
    {
        var command = new Command(
            "repair", "Repair an infected model. Exit code: 0 repaired, or clean and left alone; 1 not repaired, 2 inconclusive, 3 could not run, 4 bad usage. It scans before and after, as the options of scan say.")
        {
            Method, LearningRate, Rounds, AccuracyLoss, Json,
        };
        Arguments.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var lines = parsed.GetValue(Json) ? new JsonLines(Console.Out) : null;
        try
        {
            var (scan, output, overwrite) = Arguments.From(parsed);
            var order = new RepairOrder(output, OptionsFrom(parsed), overwrite);
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
        ConsoleDisplay.OfThisProcess().RemarkOn(scan.Options);
        var (report, folder) = RepairRunner.Run(scan, order, new MitigationProgressView(ConsoleDisplay.StandardError(), scan.Options.Labels), cancellation);
        RepairView.Show(ConsoleDisplay.StandardOutput(), report, folder.PathOf(ArtifactFolder.RepairReportFileName));
        return report.Outcome;
    }

    private static RepairOutcome ForPrograms(ScanRequest scan, RepairOrder order, JsonLines lines, CancellationToken cancellation)
    {
        var (report, folder) = RepairRunner.Run(scan, order, new RepairProgress(new JsonProgress(lines, OnlyRequest)), cancellation);
        lines.Write(new RepairMessage(OnlyRequest, report, folder.Path));
        return report.Outcome;
    }

    private static RepairOptions OptionsFrom(ParseResult parsed) => new()
    {
        Method = parsed.GetValue(Method),
        MaximumRounds = parsed.GetValue(Rounds),
        MaximumAccuracyLoss = parsed.GetValue(AccuracyLoss),
        LearningRate = parsed.GetValue(LearningRate),
    };
}
