namespace ModelAssert.Engine.Samples;

internal static class SampleErrors
{
    private const string Formats =
        "Give an .npz file with arrays x and y, an MNIST IDX file or its folder, or a folder of pictures with one sub-folder per label.";

    public static ModelAssertException Missing(string path, Exception? cause = null) => new(
        DiagnosticIds.SamplesMissing, path,
        cause is null ? "The samples do not exist." : $"The samples cannot be read ({cause.Message.TrimEnd('.')}).",
        "Give the path of existing clean samples.", cause);

    public static ModelAssertException NotRecognised(string path, string why, Exception? cause = null) => new(
        DiagnosticIds.SamplesNotRecognised, path, why, Formats, cause);

    public static ModelAssertException TooFew(string path, int count) => new(
        DiagnosticIds.SamplesTooFew, path,
        count == 0 ? "There are no samples." : $"There are only {count} samples.",
        $"Give at least {ScanOptions.MinimumSampleCount} clean samples, better 500.");

    public static ModelAssertException OneLabelOnly(string path, int label) => new(
        DiagnosticIds.SamplesTooFew, path,
        $"Nearly all samples have label {label}, and a trigger is tried on samples of other labels.",
        "Give samples of several labels, at least 10 that are not of any one label.");

    public static ModelAssertException ShapeMismatch(string path, string actual, ImageShape expected) => new(
        DiagnosticIds.SamplesShapeMismatch, path,
        $"The samples are {actual}, the model takes {expected.Channels} channel(s) of {expected.Height}x{expected.Width} pixels.",
        "Give samples of the model's own size and channels.");

    public static ModelAssertException LabelOutOfRange(string path, long label, int labelCount) => new(
        DiagnosticIds.SamplesLabelOutOfRange, path,
        $"A sample has label {label}; the model tells labels 0 to {labelCount - 1} apart.",
        "Number the labels as the model does, from 0.");

    public static ModelAssertException RangeMismatch(string path, string cause, string remedy) => new(
        DiagnosticIds.SamplesRangeMismatch, path, cause, remedy);
}
