using System.Globalization;
using System.Text;

namespace ModelAssert;

/// <summary>
/// Text from outside (names of labels, nodes, tensors and files) as it may be shown: on a console, in a log that a CI service reads for commands, in a page. What would move
/// the cursor, begin another line, turn the direction of writing or speak to the service is taken out of it.
/// </summary>
internal static class PlainText
{
    private const int LongestName = 100;

    /// <summary>A name, short enough for a line that has more to say.</summary>
    /// <param name="text">What was read.</param>
    /// <returns>One line without blanks around it, of at most 100 characters; a question mark if nothing is left.</returns>
    public static string Name(string text)
    {
        var line = OneLine(text).Trim();
        if (line.Length == 0)
            return "?";
        if (line.Length <= LongestName)
            return line;
        // Not between the halves of a character.
        var length = char.IsHighSurrogate(line[LongestName - 2]) ? LongestName - 2 : LongestName - 1;
        return line[..length] + "…";
    }

    /// <summary>One line.</summary>
    /// <param name="text">What was read.</param>
    /// <returns>The text, with a blank for each run of line breaks and other controls, and no command of a CI service.</returns>
    public static string OneLine(string text)
    {
        if (IsPlain(text))
            return text;

        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsKept(rune))
                Append(line, rune);
            else if (!IsOfNoWidth(rune) && !(line.Length > 0 && line[^1] == ' '))
                line.Append(' ');
        }

        return line.ToString();
    }

    /// <summary>Several lines, each for itself.</summary>
    /// <param name="text">What was read; line feeds divide it.</param>
    /// <returns>As many lines.</returns>
    public static string Lines(string text) => IsPlain(text) ? text : string.Join('\n', text.Split('\n').Select(OneLine));

    /// <summary>Most text is: it is not written again.</summary>
    private static bool IsPlain(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is < ' ' or > '~' || (i > 0 && text[i] == text[i - 1] && text[i] is '#' or ':'))
                return false;
        }

        return true;
    }

    private static bool IsKept(Rune rune) => !IsOfNoWidth(rune)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);

    /// <summary>Directions of writing, invisible characters; but for the two that some scripts and emoji are joined by.</summary>
    private static bool IsOfNoWidth(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && rune.Value is not (0x200C or 0x200D);

    /// <summary>Azure takes a command (<c>##vso[</c>, <c>##[</c>) anywhere in a line, GitHub (<c>::error</c>) at its beginning, which is wherever a terminal breaks it.</summary>
    private static void Append(StringBuilder line, Rune rune)
    {
        var last = line.Length > 0 ? line[^1] : ' ';
        var secondColon = rune.Value == ':' && last == ':' && (line.Length == 1 || char.IsWhiteSpace(line[^2]));
        if (secondColon || (rune.Value == '#' && last == '#'))
            line.Append(' ');
        line.Append(rune.ToString());
    }
}
