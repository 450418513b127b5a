namespace ModelAssert.Reporting.Markdown;

/// <summary>Text from outside in Markdown. In a code span nothing is markup: no tag, no link, no mention.</summary>
internal static class CodeSpan
{
    public static string Of(string text)
    {
        var line = PlainText.OneLine(text).Replace('`', '\'');
        // A span of spaces only would not be one.
        return string.IsNullOrWhiteSpace(line) ? "` `" : $"`{line}`";
    }

    /// <summary>A bar ends a cell even in a code span.</summary>
    public static string InTable(string text) => Of(text).Replace("|", "\\|", StringComparison.Ordinal);
}
