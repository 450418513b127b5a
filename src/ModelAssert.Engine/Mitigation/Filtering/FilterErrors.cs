namespace ModelAssert.Engine.Mitigation.Filtering;

internal static class FilterErrors
{
    public static ModelAssertException SafeLabelUnfit(int label, string legal) => new(
        DiagnosticIds.OptionOutOfRange, null,
        $"The safe label is '{label}'.", $"Give {legal}.");
}
