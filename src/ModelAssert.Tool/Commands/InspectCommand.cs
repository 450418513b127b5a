using System.CommandLine;
using ModelAssert.Artifacts;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.Tool.Display;
using ModelAssert.Tool.Models;
using Spectre.Console;

namespace ModelAssert.Tool.Commands;

/// <summary><c>modelassert inspect MODEL</c>: what is understood of a model file, and a description of what the file cannot say.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string> Model = new("MODEL") { Description = "The model file: ONNX or TorchScript." };

    private static readonly Option<string?> Samples = new("--samples")
    {
        Description = "Clean samples, as for scan: accuracy, pixel range and the proof of the import are measured on them.",
        HelpName = "DATA",
    };

    private static readonly DescriptionOptions Description = new();

    private static readonly Option<bool> Write = new("--write") { Description = $"Write the description beside the model, as MODEL{ModelDescription.FileExtension}." };

    public static Command Create()
    {
        var command = new Command("inspect", "Print what is understood of a model. Exit code: 0, 3 could not be read, 4 bad usage.") { Model, Samples, Write };
        Description.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var path = parsed.GetRequiredValue(Model);
        var console = ConsoleDisplay.StandardOutput();
        var stated = new ScanOptions { Description = Description.From(parsed) };
        stated.Validate();
        using var model = LoadedModel.Load(path, stated.Description);
        var description = (model.Description ?? new ModelDescription()) with { InputShape = model.Network.InputShape };
        var table = TableOf(path, model);
        if ((parsed.GetValue(Samples) ?? ModelDescription.SamplesOf(path)) is { } samplesPath)
        {
            var (samples, parity) = Measure(model, samplesPath);
            var preprocessing = samples.Preprocessing!;
            // What is written down is stated from then on: a guess that is in doubt is not.
            var isInDoubt = preprocessing.Note is not null || samples.LeftOut > 0;
            if (!isInDoubt)
                description = preprocessing.Used.StateIn(description);
            table.AddRow("accuracy", FormattableString.Invariant($"{samples.Accuracy:P1} on {samples.Count + samples.LeftOut} clean samples, pixels in {preprocessing.Used.Name}"));
            if (preprocessing.Guessed)
                table.AddRow("tried", Markup.Escape(string.Join("; ", preprocessing.Tried.Select(trial => FormattableString.Invariant($"{trial.Name} {trial.Accuracy:P1}")))));
            if (isInDoubt)
                table.AddRow("in doubt", Markup.Escape(preprocessing.Note ?? "The accuracy is low; the preprocessing is not written down."));
            table.AddRow("import", FormattableString.Invariant($"within {parity.MaxAbsDifference:0.0e+0} of the original runtime, on {parity.Samples} samples"));
        }

        console.Write(table);
        if (!parsed.GetValue(Write))
        {
            console.WriteLine($"description ({PlainText.OneLine(Path.GetFileName(path))}{ModelDescription.FileExtension}):");
            console.WriteLine(description.ToJson());
            return ExitCode.Success;
        }

        var folder = ArtifactFolder.Open(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var written = folder.Write(Path.GetFileName(path) + ModelDescription.FileExtension, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(description.ToJson())));
        console.WriteLine($"written: {PlainText.OneLine(written)}");
        return ExitCode.Success;
    }

    private static (SamplesSummary Samples, ImportParity Parity) Measure(LoadedModel model, string samplesPath)
    {
        var samples = SampleLoader.Load(samplesPath, model.Network.InputShape, model.Network.LabelCount);
        return new BackdoorScanner(model.Network).Check(samples, samplesPath, new ScanOptions { Description = model.Description });
    }

    private static Table TableOf(string path, LoadedModel model)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("", column => column.NoWrap()).AddColumn("");
        table.AddRow("model", Markup.Escape(PlainText.OneLine(path)));
        table.AddRow("format", model.Format);
        table.AddRow("SHA-256", model.Sha256);
        table.AddRow("input", $"{model.Network.InputShape.Channels} channels, {model.Network.InputShape.Height} x {model.Network.InputShape.Width} pixels");
        table.AddRow("labels", $"{model.Network.LabelCount}");
        foreach (var (name, value) in model.Details)
            table.AddRow(Markup.Escape(name), Markup.Escape(PlainText.OneLine(value)));
        return table;
    }
}
