using System.CommandLine;
using System.CommandLine.Parsing;
using System.Numerics;

namespace ModelAssert.Tool.Commands;

/// <summary>
/// Options with a number. System.CommandLine's own reading is not used: it takes the culture of the machine, and lets separators between digits pass.
/// </summary>
internal static class NumberOption
{
    /// <summary>An option with a number, and what it is where it is left out.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="number">Which numbers are legal.</param>
    /// <param name="otherwise">The number where it is left out.</param>
    /// <param name="helpName">What stands for the number in the help; the option's name if left out.</param>
    public static Option<T> Create<T>(string name, string description, LegalNumber<T> number, T otherwise, string? helpName = null)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            DefaultValueFactory = _ => otherwise,
            HelpName = helpName,
            CustomParser = argument => Read(argument, name, number) ?? default,
        };

    /// <summary>An option with a number that may be left out.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="number">Which numbers are legal.</param>
    /// <param name="helpName">What stands for the number in the help.</param>
    public static Option<T?> CreateOptional<T>(string name, string description, LegalNumber<T> number, string helpName)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = argument => Read(argument, name, number),
        };

    /// <summary>An option with numbers, with commas between them, as one word of the command line.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="number">Which numbers are legal.</param>
    /// <param name="helpName">What stands for the numbers in the help.</param>
    /// <param name="example">A legal list, for the error.</param>
    public static Option<T[]?> CreateList<T>(string name, string description, LegalNumber<T> number, string helpName, string example)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = argument =>
            {
                var numbers = number.ReadList(argument.Tokens[0].Value);
                if (numbers is null)
                    argument.AddError($"{name} is '{argument.Tokens[0].Value}'. Give {number.UsageOfList(example)}.");
                return numbers;
            },
        };

    private static T? Read<T>(ArgumentResult argument, string name, LegalNumber<T> number)
        where T : struct, INumber<T>
    {
        var text = argument.Tokens[0].Value;
        var read = number.Read(text);
        if (read is null)
            argument.AddError($"{name} is '{text}'. Give {number.Usage}.");
        return read;
    }
}
