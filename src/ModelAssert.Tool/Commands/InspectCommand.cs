using System.CommandLine;
using System.CommandLine.Parsing;
using ModelAssert.Artifacts;
using ModelAssert.Tool.Display;
using ModelAssert.Tool.Models;
using Spectre.Console;

namespace ModelAssert.Tool.Commands;

/// <summary><c>modelassert inspect MODEL</c>: what is understood of a model file, and a description of what the file cannot say.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string> Model = new("MODEL") { Description = "The model file: ONNX or TorchScript." };

    private static readonly Option<ImageShape?> InputShape = new("--input-shape")
    {
        Description = "The shape of one image, channels x height x width, such as 3x32x32; a TorchScript file does not state it.",
        HelpName = "CxHxW",
        CustomParser = ParseShape,
    };

    private static readonly Option<bool> Write = new("--write") { Description = $"Write the description beside the model, as MODEL{ModelDescription.FileExtension}." };

    public static Command Create()
    {
        var command = new Command("inspect", "Print what is understood of a model. Exit code: 0, 3 could not be read, 4 bad usage.") { Model, InputShape, Write };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var path = parsed.GetRequiredValue(Model);
        var console = ConsoleDisplay.StandardOutput();
        try
        {
            using var model = LoadedModel.Load(path, parsed.GetResult(InputShape) is null ? null : parsed.GetValue(InputShape));
            var description = (model.Description ?? new ModelDescription()) with { InputShape = model.Network.InputShape };
            console.Write(TableOf(path, model));
            if (!parsed.GetValue(Write))
            {
                console.WriteLine($"description ({Path.GetFileName(path)}{ModelDescription.FileExtension}):");
                console.WriteLine(description.ToJson());
                return ExitCode.Success;
            }

            var folder = ArtifactFolder.Open(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var written = folder.Write(Path.GetFileName(path) + ModelDescription.FileExtension, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(description.ToJson())));
            console.WriteLine($"written: {written}");
            return ExitCode.Success;
        }
        catch (ModelAssertException e)
        {
            ConsoleDisplay.OfThisProcess().Show(e);
            return ExitCode.Of(e);
        }
    }

    private static Table TableOf(string path, LoadedModel model)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("", column => column.NoWrap()).AddColumn("");
        table.AddRow("model", Markup.Escape(path));
        table.AddRow("format", model.Format);
        table.AddRow("SHA-256", model.Sha256);
        table.AddRow("input", $"{model.Network.InputShape.Channels} channels, {model.Network.InputShape.Height} x {model.Network.InputShape.Width} pixels");
        table.AddRow("labels", $"{model.Network.LabelCount}");
        foreach (var (name, value) in model.Details)
            table.AddRow(Markup.Escape(name), Markup.Escape(value));
        return table;
    }

    private static ImageShape? ParseShape(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (text.Split('x') is [var c, var h, var w] && int.TryParse(c, out var channels) && int.TryParse(h, out var height) && int.TryParse(w, out var width)
            && Math.Min(channels, Math.Min(height, width)) > 0)
            return new ImageShape(channels, height, width);

        argument.AddError($"'{text}' is no shape. Give channels x height x width, such as 3x32x32.");
        return null;
    }
}
