namespace ModelAssert.Engine.Preflight;

internal static class PreflightErrors
{
    public static ModelAssertException AccuracyImplausible(string path, double accuracy, int count, PixelRange range, double minimum) => new(
        DiagnosticIds.AccuracyImplausible, path,
        FormattableString.Invariant($"The model is right on {accuracy:P1} of these {count} samples (pixels in {range}); below {minimum:P0} a verdict would be worthless."),
        "Check the pixel range (--input-range), the channel order and the numbering of the labels, or lower --minimum-accuracy.");

    public static ModelAssertException LabelNotInModel(int label, int labelCount) => new(
        DiagnosticIds.OptionOutOfRange, null,
        $"The labels to scan name {label}; the model tells labels 0 to {labelCount - 1} apart.", "Name labels that the model has.");
}
