namespace ModelAssert.Engine.Mitigation;

internal static class MitigationErrors
{
    public static ModelAssertException NothingToPrune(string model) => new(
        DiagnosticIds.NothingToPrune, model,
        "The model has no layer that can be pruned: no last convolution and no layer before the output layer whose weights are its own was found.",
        "Use --method unlearn, or export the model to ONNX, where more layers are found.");

    public static ModelAssertException NotFilterable(string model, string why) => new(
        DiagnosticIds.FilterImpossible, model,
        $"No filter is made of the model: {why}.", "Do not put the model into service. Get it from a source you trust.");
}
