namespace ModelAssert;

/// <summary>One factory per error, so that each has one wording: the offending value, then what is legal.</summary>
internal static class Errors
{
    public static ModelAssertException OptionOutOfRange(string option, string value, string legal) => new(
        DiagnosticIds.OptionOutOfRange, null,
        $"The {option} is '{value}'.", $"Give {legal}.");

    public static ModelAssertException OutputNotWritable(string file, Exception cause) => new(
        DiagnosticIds.OutputNotWritable, file,
        $"The artifacts cannot be written here ({cause.Message.TrimEnd('.')}).", "Give another output folder, or the right to write there.", cause);
}
