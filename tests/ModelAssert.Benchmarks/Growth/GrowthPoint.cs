namespace ModelAssert.Benchmarks;

/// <summary>One scan whose cost is measured.</summary>
/// <param name="Labels">The labels of the model.</param>
/// <param name="Side">Height and width of the images.</param>
/// <param name="Samples">The clean samples.</param>
/// <param name="LabelsScanned">How many of the labels are reversed; fewer than all where all would take too long.</param>
internal sealed record GrowthPoint(int Labels, int Side, int Samples, int LabelsScanned)
{
    /// <summary>What was left out, in words; empty if nothing was.</summary>
    public string Limit => LabelsScanned == Labels ? "" : $"{LabelsScanned} of {Labels} labels, EXTRAPOLATED";
}

/// <summary>A point with what it cost.</summary>
/// <param name="Point">The scan.</param>
/// <param name="X">Its place on the axis.</param>
/// <param name="Effort">Its cost.</param>
internal sealed record MeasuredPoint(GrowthPoint Point, int X, Effort Effort)
{
    /// <summary>CPU seconds for all labels: measured, or extrapolated where fewer were scanned.</summary>
    public double Cpu => Effort.Cpu * Point.Labels / Point.LabelsScanned;
}
