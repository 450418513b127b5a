namespace ModelAssert.Engine.Preflight;

internal static class PreflightErrors
{
    private const string WhatToCheck =
        "State how the model was trained (--input-range, --mean, --standard-deviation, --channel-order), and check the numbering of the labels";

    public static ModelAssertException AccuracyImplausible(string path, PreprocessingFindings findings, double minimum) => new(
        DiagnosticIds.AccuracyImplausible, path,
        FormattableString.Invariant($"{Measured(findings)}; a minimum of {Percent(minimum)} is asked for."), $"{WhatToCheck}, or lower --minimum-accuracy.");

    public static ModelAssertException TooFewRight(string path, PreprocessingFindings findings, double floor, int enough) => new(
        DiagnosticIds.AccuracyImplausible, path,
        FormattableString.Invariant($"{Measured(findings)}. Below {Percent(floor)} a scan uses only the samples that the model gets right, and at least {enough} of them are needed: fewer may be luck."),
        $"{WhatToCheck}.");

    public static ModelAssertException LabelNotInModel(int label, int labelCount) => new(
        DiagnosticIds.OptionOutOfRange, null,
        $"The labels to scan name {label}; the model tells labels 0 to {labelCount - 1} apart.", "Name labels that the model has.");

    private static string Measured(PreprocessingFindings findings)
    {
        var summary = findings.Summary;
        var tried = summary.Guessed
            ? $", the best of what was tried: {string.Join("; ", summary.Tried.Select(trial => $"{trial.Name} {Percent(trial.Accuracy)}"))}"
            : ", as stated";
        return $"The model is right on {Percent(findings.Accuracy)} of these {findings.Right.Length} samples (pixels in {summary.Used.Name}{tried})";
    }

    private static string Percent(double fraction) => FormattableString.Invariant($"{100 * fraction:0.0} %");
}
