using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;

namespace ModelAssert.Tool.Commands;

/// <summary>One option for each thing that can be said of a model: the same that the file beside it says, and wins over it.</summary>
internal sealed class DescriptionOptions
{
    private readonly (DescriptionField Field, Option<string?> Option)[] options = [.. DescriptionField.All.Select(field => (field, OptionOf(field)))];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var (_, option) in options)
            command.Add(option);
    }

    /// <summary>What was said, or <see langword="null"/> if nothing was.</summary>
    public ModelDescription? From(ParseResult parsed)
    {
        ModelDescription? stated = null;
        foreach (var (field, option) in options)
        {
            if (parsed.GetValue(option) is { } text)
                stated = field.Put(stated ?? new ModelDescription(), text);
        }

        return stated;
    }

    private static Option<string?> OptionOf(DescriptionField field)
    {
        var option = new Option<string?>("--" + JsonNamingPolicy.KebabCaseLower.ConvertName(field.Name))
        {
            Description = $"{field.Meaning}: {field.Legal} (default: as the description beside the model says, or as is found).",
            HelpName = "VALUE",
        };
        option.Validators.Add(result => Validate(result, field));
        return option;
    }

    private static void Validate(OptionResult result, DescriptionField field)
    {
        if (result.Tokens is [var token] && field.Put(new ModelDescription(), token.Value) is null)
            result.AddError($"'{token.Value}' is no value of {result.Option.Name}. Give {field.Legal}.");
    }
}
