using Microsoft.ML.OnnxRuntime;

namespace ModelAssert.Filtering;

/// <summary>How a filter is run. What is left out is as the file says.</summary>
public sealed record BackdoorFilterOptions
{
    /// <summary>
    /// Another threshold than the one that was calibrated: an input is rejected whose score is above it. In deviations of clean inputs from their mean. <c>filter.json</c> has the curve to choose it by.
    /// </summary>
    public float? Threshold { get; init; }

    /// <summary>
    /// The label that a rejected input is given, counted from 0: one that does no harm, and not one that the backdoor leads to. Without it, here and in the file, a rejected input has no label.
    /// </summary>
    public int? SafeLabel { get; init; }

    /// <summary>How ONNX Runtime is to run: threads, devices. Stays the caller's, and is not needed any more once the filter is loaded.</summary>
    public SessionOptions? SessionOptions { get; init; }
}
