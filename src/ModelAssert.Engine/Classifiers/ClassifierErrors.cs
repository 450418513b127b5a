using System.Text.RegularExpressions;

namespace ModelAssert.Engine.Classifiers;

/// <summary>One factory per error, so that each has one wording.</summary>
internal static partial class ClassifierErrors
{
    public static ModelAssertException Missing(string file, Exception cause) => new(
        DiagnosticIds.ModelMissing, file,
        $"The model cannot be read ({OneLine(cause)}).", "Check the path, and the right to read the file.", cause);

    public static ModelAssertException NotTorchScript(string file, string found, Exception? cause = null) => new(
        DiagnosticIds.ModelNotRecognised, file,
        $"This is not a TorchScript model: {found.TrimEnd('.')}.", "Save it with torch.jit.save(torch.jit.script(model), path), or export it to ONNX.", cause);

    public static ModelAssertException Forbidden(string file, string what, string place, string why) => new(
        DiagnosticIds.ModelForbidden, file,
        $"The model has '{what}' ({place}), which {why}.",
        "Do not use this file, unless you know why it does that; export the network alone, by torch.jit.trace if its program is an unusual one, or to ONNX.");

    public static ModelAssertException AnswersVary(string file, string how, string? remedy = null) => new(
        DiagnosticIds.AnswersVary, file,
        $"The model does not answer the same image in the same way each time: {how}.", remedy ?? "Call model.eval() before torch.jit.script or torch.jit.trace, or export the network alone, to ONNX.");

    public static ModelAssertException NoProbabilities(string file, float output) => new(
        DiagnosticIds.DescriptionIllegal, file,
        FormattableString.Invariant($"The model is said to put out probabilities, and puts out {output:g3}."), "Leave outputKind out: what the output means is recognised.");

    public static ModelAssertException GradientMisleads(string how) => new(
        DiagnosticIds.NoGradient, null,
        $"The gradient of the model does not say what the model does ({how}), and a search for triggers would be led astray.",
        "Give the model as it was before values in it were rounded, cast or compared. Do not trust one that never was another: so a backdoor can be hidden from scans.");

    public static ModelAssertException NotWrittenBack(string file, double difference) => new(
        DiagnosticIds.ImportNotProven, file,
        $"The file that was written differs from the model that was meant by {difference:g3}.", "Report this model as a defect of ModelAssert.");

    public static ModelAssertException DescriptionUnfit(string model, string cause) => new(
        DiagnosticIds.DescriptionIllegal, model,
        $"The description does not fit the model: {cause}.", "Correct it, or leave it out; `modelassert inspect` prints what the model says of itself.");

    public static ModelAssertException WeightsUnfit(string file, string module, string cause, Exception? innerException = null) => new(
        DiagnosticIds.WeightsUnfit, file,
        $"These are not the weights of {module}: {cause}.", "Give the file that was saved from a module of the same class, with the same names and shapes.", innerException);

    public static ModelAssertException NotTrainable(string? file, string why) => new(
        DiagnosticIds.ModelNotTrainable, file,
        $"The model cannot be trained further: {why}.", "Give the model in floating point and not frozen, as ONNX or TorchScript.");

    public static ModelAssertException NotFilterable() => new(
        DiagnosticIds.FilterImpossible, null,
        "A filter is an ONNX file with one more output, and the model is none.", "Export the model to ONNX, and make the filter of that.");

    public static ModelAssertException NotFinite(string file, string what) => new(
        DiagnosticIds.ModelNotFinite, file,
        $"{what} holds values that are not finite.", "Train the model again from a checkpoint without NaN or infinity.");

    public static ModelAssertException NotAClassifier(string file, string why, Exception? cause = null) => new(
        DiagnosticIds.ModelNotAClassifier, file,
        $"The model is not an image classifier that can be scanned: {why}.",
        "Give a model that takes images [N, C, H, W] in float32 and puts out one value per label, [N, labels]; check inputShape in the description beside it.", cause);

    /// <summary>What a message says, without its full stop: the first line, since native libraries append their stack traces; of TorchScript's interpreter, which begins with its own, the line behind that.</summary>
    public static string OneLine(Exception e)
    {
        var reason = ReasonOfInterpreter.Match(e.Message);
        return (reason.Success ? reason.Groups["reason"].Value : e.Message.Trim().Split('\n')[0]).Trim().TrimEnd('.');
    }

    [GeneratedRegex(@"TorchScript interpreter\.[\s\S]*^[\w.]+(?:Error|Exception): (?<reason>.+)$", RegexOptions.Multiline)]
    private static partial Regex ReasonOfInterpreter { get; }
}
