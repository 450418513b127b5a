namespace ModelAssert.Onnx.Format;

/// <summary>One factory per error, so that each has one wording.</summary>
internal static class OnnxErrors
{
    private const string Export = "Export the model again, and check the new file with onnx.checker.";
    private const string Fetch = "Fetch or export the file again.";

    public static ModelAssertException NotTrainable(string file, string why) => new(
        DiagnosticIds.ModelNotTrainable, file,
        $"The model cannot be trained further: {why}.", "Give the model in floating point, as it was before it was quantised.");

    public static ModelAssertException NotFilterable(string file, string why) => new(
        DiagnosticIds.FilterImpossible, file,
        $"No filter can be made of the model: {why}.", "Repair the model instead (modelassert repair), or export it again with plain layers and a newer operator set.");

    public static ModelAssertException FilterDiffers(string file, string output) => new(
        DiagnosticIds.ImportNotProven, file,
        $"In ONNX Runtime, '{output}' of the filter is not what it should be.", "Report this model as a defect of ModelAssert.");

    public static ModelAssertException Missing(string file, Exception cause) => new(
        DiagnosticIds.ModelMissing, file,
        $"The model cannot be read ({OneLine(cause)}).", "Check the path, and the right to read the file.", cause);

    public static ModelAssertException NotRecognised(string file, string found) => new(
        DiagnosticIds.ModelNotRecognised, file, $"This is not an ONNX model: {found}.", "Give a file that was exported to ONNX.");

    public static ModelAssertException Truncated(string file, string where) => new(
        DiagnosticIds.ModelTruncated, file, $"The ONNX model ends too early: {where}.", Fetch);

    public static ModelAssertException Damaged(string file, Exception cause) => new(
        DiagnosticIds.ModelMalformed, file, $"The ONNX model is damaged: {OneLine(cause)}.", Fetch, cause);

    public static ModelAssertException Malformed(string file, string contradiction, Exception? cause = null) => new(
        DiagnosticIds.ModelMalformed, file, $"The ONNX model contradicts itself: {contradiction}.", Export, cause);

    /// <summary>Two readers of one file would see two models.</summary>
    public static ModelAssertException Ambiguous(string file, string what) => new(
        DiagnosticIds.ModelMalformed, file,
        $"The ONNX model can be read in more than one way: {what}.", "Export the model again. Do not trust a model that came like this: another reader may see other weights in it.");

    public static ModelAssertException AnswersVary(string file, string how) => new(
        DiagnosticIds.AnswersVary, file,
        $"The model may answer the same image in another way when it comes with others: {how}.",
        "Export it for one image (a batch of 1 in place of a free one): whoever uses it then asks as the scan does.");

    public static ModelAssertException NodeFails(string file, string node, Exception cause) =>
        Malformed(file, $"{node} cannot be computed: {OneLine(cause)}", cause);

    public static ModelAssertException ExternalData(string file, string tensor) => new(
        DiagnosticIds.ModelMalformed, file,
        $"The tensor '{tensor}' lies in another file, and ModelAssert reads nothing but the model itself.",
        "Save the model as one file: onnx.save_model(model, path, save_as_external_data=False).");

    public static ModelAssertException SizeIsOpen(string file, string size) => new(
        DiagnosticIds.DescriptionIllegal, file,
        $"The model leaves open how large its images are: {size}.",
        $"Run `modelassert inspect {Path.GetFileName(file)} --input-shape 3x224x224 --write` with the right shape; it writes {Path.GetFileName(file)}{ModelDescription.FileExtension}.");

    public static ModelAssertException ImageIsFlattened(string file, string sizes, ImageShape example) => new(
        DiagnosticIds.DescriptionIllegal, file,
        $"The model takes each image as {sizes} values, and does not say what picture these are.",
        $"Run `modelassert inspect {Path.GetFileName(file)} --input-shape {example} --write` with the right shape, channels x height x width; it writes {Path.GetFileName(file)}{ModelDescription.FileExtension}. Add --input-layout nhwc if the values of a pixel are side by side.");

    public static ModelAssertException ShapeUnfit(string file, string sizes, ImageShape stated) => new(
        DiagnosticIds.DescriptionIllegal, file,
        $"The model takes each image as {sizes} values, and the inputShape that is stated, {stated}, has {stated.Volume}.",
        "State the shape of the pictures that the model was trained on.");

    public static ModelAssertException OutputIsOpen(string file, IReadOnlyList<string> outputs) => new(
        DiagnosticIds.DescriptionIllegal, file,
        $"The model has {outputs.Count} outputs with one value for each of several labels: {string.Join(", ", outputs.Select(name => $"'{name}'"))}. A scan of one says nothing of the others.",
        $"Say which one the program reads that uses the model: --output-name, outputName in {Path.GetFileName(file)}{ModelDescription.FileExtension}, or OutputName where the model is declared.");

    public static ModelAssertException OutsideOfFolder(string file, string tensor, string location, string why) => new(
        DiagnosticIds.ModelMalformed, file,
        $"The tensor '{tensor}' lies in '{location}', and only files in the model's own folder are read: {why}.",
        "Put the data beside the model, as onnx.save_model does, or save the model as one file. Do not trust a model that came like this.");

    public static ModelAssertException OtherContent(string file, string tensor, string location, string stated, string found) => new(
        DiagnosticIds.ModelMalformed, file,
        $"The tensor '{tensor}' lies in '{location}', whose SHA-1 is {found} and not {stated}, as the model states.",
        "Fetch both files again, from one place: one of them was replaced.");

    public static ModelAssertException ExternalDataMissing(string file, string tensor, string location, Exception cause) => new(
        DiagnosticIds.ModelMissing, file,
        $"The tensor '{tensor}' lies in '{location}', which cannot be read ({OneLine(cause)}).",
        "Put the file beside the model: the two belong together.", cause);

    public static ModelAssertException RuntimeRefuses(string file, Exception cause) => new(
        DiagnosticIds.ModelMalformed, file, $"ONNX Runtime does not load or run the model: {OneLine(cause)}.", Export, cause);

    public static ModelAssertException NotFinite(string file, string what) => new(
        DiagnosticIds.ModelNotFinite, file,
        $"{what} holds values that are not finite.", "Train the model again from a checkpoint without NaN or infinity.");

    public static ModelAssertException OperatorsUnsupported(string file, IEnumerable<string> operators) => new(
        DiagnosticIds.OperatorsUnsupported, file,
        $"The model uses what the import lacks: {string.Join(", ", operators)}.",
        "Export it without these, with inference settings and plain ONNX operators, or scan it in another format.");

    public static ModelAssertException FormUnsupported(string file, string node, string form) => new(
        DiagnosticIds.OperatorsUnsupported, file,
        $"{node} uses a form that the import lacks: {form}.",
        "Export the model without it, with inference settings, or scan it in another format.");

    public static ModelAssertException NotAClassifier(string file, string why) => new(
        DiagnosticIds.ModelNotAClassifier, file,
        $"The model is not an image classifier that can be scanned: {why}.",
        "Give a model with one input of images, [N, C, H, W] or [N, H, W, C] with fixed C, H and W, and one value per label as output, [N, labels].");

    public static ModelAssertException NotProven(string file, double difference, double tolerance, int samples) => new(
        DiagnosticIds.ImportNotProven, file,
        $"The import differs from ONNX Runtime by {difference:g3} on {samples} samples (at most {tolerance:g3} is accepted).",
        "Report this model as a defect of ModelAssert, and do not trust a scan of it.");

    public static ModelAssertException DecidesOtherwise(string file, int images, int samples) => new(
        DiagnosticIds.ImportNotProven, file,
        $"The import gives {images} of {samples} samples another label than ONNX Runtime: more than half precision explains.",
        "Export the model in float32, and scan that.");

    /// <summary>The first line of a message, without its full stop; native libraries append their stack traces.</summary>
    private static string OneLine(Exception cause) => cause.Message.TrimStart().Split('\n', 2)[0].TrimEnd().TrimEnd('.');
}
