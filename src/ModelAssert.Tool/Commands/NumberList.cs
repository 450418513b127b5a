using System.CommandLine.Parsing;

namespace ModelAssert.Tool.Commands;

/// <summary>Numbers with commas between them, as one word of the command line.</summary>
internal static class NumberList
{
    /// <summary>Reads the list, or adds an error to the argument.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="what">What a number stands for, for the error.</param>
    /// <param name="example">A legal list, for the error.</param>
    public static int[]? Parse(ArgumentResult argument, string what, string example)
    {
        var parts = argument.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries);
        var numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], out numbers[i]))
            {
                argument.AddError($"'{parts[i]}' is no {what}. Give numbers with commas between them, such as {example}.");
                return null;
            }
        }

        return numbers;
    }
}
