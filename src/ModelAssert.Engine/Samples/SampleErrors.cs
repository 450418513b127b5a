namespace ModelAssert.Engine.Samples;

internal static class SampleErrors
{
    private const string Formats =
        "Give an .npz or .safetensors file with arrays x and y, an MNIST IDX file or CIFAR binary batch or a folder with them, a folder of pictures with one sub-folder per label or as GTSRB is shipped, or a zip of any of these.";

    /// <summary>Whether reading fails like this because of what is read, and not because of a mistake here.</summary>
    public static bool IsOfReading(Exception e) => e is InvalidDataException or IOException or UnauthorizedAccessException;

    /// <summary>The named error for what reading failed with.</summary>
    public static ModelAssertException Named(string path, Exception e) => e is InvalidDataException or EndOfStreamException
        ? NotRecognised(path, $"The samples cannot be understood: {e.Message}", e)
        : Missing(path, e);

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

    public static ModelAssertException FewDifferent(string path, int different, int count) => new(
        DiagnosticIds.SamplesTooFew, path,
        $"Of these {count} samples only {different} are different: what sends a few images to a label is no trigger.",
        $"Give at least {ScanOptions.MinimumSampleCount} different clean samples, better 500, each once.");

    public static ModelAssertException OneLabelOnly(string path, int label) => new(
        DiagnosticIds.SamplesTooFew, path,
        $"Nearly all samples have label {label}, and a trigger is tried on samples of other labels.",
        "Give samples of several labels, at least 10 that are not of any one label.");

    public static ModelAssertException ShapeMismatch(string path, string actual, ImageShape expected) => new(
        DiagnosticIds.SamplesShapeMismatch, path,
        $"The samples are {actual}, the model takes {expected.Channels} channel(s) of {expected.Height}x{expected.Width} pixels.",
        "Give samples of the model's own size and channels.");

    public static ModelAssertException PictureSizeMismatch(string path, int width, int height, ImageShape expected) => new(
        DiagnosticIds.SamplesShapeMismatch, path,
        $"The picture is {width}x{height} pixels (width x height), the model takes {expected.Width}x{expected.Height}.",
        "Scale the pictures to the model's size as it was done for its training; none is resized here.");

    public static ModelAssertException TooMany(string path, int count, ImageShape shape) => new(
        DiagnosticIds.OptionOutOfRange, path,
        $"{count} samples of {shape} do not fit into memory at once.", $"Draw fewer samples, {Array.MaxLength / shape.Volume} at most.");

    public static ModelAssertException LabelOutOfRange(string path, long label, int labelCount) => new(
        DiagnosticIds.SamplesLabelOutOfRange, path,
        $"A sample has label {label}; the model tells labels 0 to {labelCount - 1} apart.",
        "Number the labels as the model does, from 0.");

    public static ModelAssertException FolderOutOfRange(string path, string folder, int label, int labelCount, bool isNumber) => new(
        DiagnosticIds.SamplesLabelOutOfRange, path,
        $"The folder '{folder}' is label {label}{(isNumber ? "" : ", by the order of the folders' names")}; the model tells labels 0 to {labelCount - 1} apart.",
        isNumber ? "Number the folders as the model does its labels, from 0." : "Take folders away that are no labels, or name each folder by the number of its label.");

    public static ModelAssertException FoldersAmbiguous(string path, string cause) => new(
        DiagnosticIds.SamplesLabelOutOfRange, path,
        $"Which folder is which label is not certain: {cause}.", "Take folders away that are no labels, or name each folder by the number of its label.");

    public static ModelAssertException RangeMismatch(string path, string cause, string remedy) => new(
        DiagnosticIds.SamplesRangeMismatch, path, cause, remedy);
}
