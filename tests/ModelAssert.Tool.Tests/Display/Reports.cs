namespace ModelAssert.Tool.Tests.Display;

/// <summary>What a scan reports, in short.</summary>
internal static class Reports
{
    public const int MaximumSteps = 60;

    public static ScanProgress Checked(int labels) => new(ScanStage.Checked) { Message = "accuracy 92.1 %", LabelCount = labels };

    public static ScanProgress Step(int label, int step, double? norm = null) =>
        new(ScanStage.Reversing) { Label = label, Step = step, MaximumSteps = MaximumSteps, MaskL1Norm = norm };

    public static ScanProgress Done(int label, int steps, double? norm = 50) =>
        new(ScanStage.Reversed) { Label = label, Step = steps, MaximumSteps = steps, MaskL1Norm = norm };

    public static ScanProgress Cached(int label, double norm = 50) => Done(label, MaximumSteps, norm) with { Cached = true };
}
