using System.CommandLine;
using ModelAssert.Engine.Mitigation;
using ModelAssert.Tool.Display;
using ModelAssert.Tool.Jobs;
using Spectre.Console;

namespace ModelAssert.Tool.Commands;

/// <summary><c>modelassert first-aid MODEL -o OUT</c></summary>
internal static class FirstAidCommand
{
    private static readonly Argument<string> Model = new("MODEL") { Description = "The model file: ONNX. It is never changed." };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "The file for the changed model. Written only if a channel stands out.",
        HelpName = "OUT",
        Required = true,
    };

    private static readonly Option<double> Deviations = NumberOption.Create(
        "--deviations", "By how many standard deviations of its layer a channel's Lipschitz bound must be above the mean to be taken out.",
        LegalNumbers.Deviations, LipschitzPruning.DefaultDeviations, "U");

    private static readonly Option<bool> Force = new("--force") { Description = "Replace OUT if it exists." };

    private static readonly DescriptionOptions Description = new();

    public static Command Create()
    {
        var command = new Command(
            "first-aid", "Take suspicious channels out of a model without any samples. Nothing is measured. Exit code: 0 written, 2 no channel stands out, 3 could not run, 4 bad usage.")
        {
            Model, Output, Deviations, Force,
        };
        Description.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var output = parsed.GetRequiredValue(Output);
        var stated = new ScanOptions { Description = Description.From(parsed) };
        stated.Validate();
        var pruned = FirstAidRunner.Run(parsed.GetRequiredValue(Model), stated.Description, output, parsed.GetValue(Force), parsed.GetValue(Deviations));
        Show(pruned, output);
        return pruned.Count > 0 ? ExitCode.Success : ExitCode.Inconclusive;
    }

    private static void Show(IReadOnlyList<PrunedChannels> pruned, string output)
    {
        var console = ConsoleDisplay.StandardOutput();
        if (pruned.Count == 0)
        {
            console.WriteLine("No channel stands out; nothing was written. That says nothing of whether the model has a backdoor: scan it.");
            return;
        }

        var table = new Table().AddColumns("layer", "taken out", "of");
        foreach (var layer in pruned)
            table.AddRow(new Text(layer.Layer), new Text(string.Join(", ", layer.Pruned)), new Text($"{layer.Channels}"));
        console.Write(table);
        console.WriteLine($"written: {PlainText.OneLine(output)}");
        console.WriteLine("Nothing was measured. Scan the written model, and look at its accuracy, before anything depends on it.");
    }
}
