using ModelAssert.Assertions;

namespace ModelAssert;

/// <summary>Where assertions on models and reports begin.</summary>
public static class ShouldExtensions
{
    /// <summary>Begins an assertion on a model, that has it scanned if it was not yet.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The assertions.</returns>
    public static ClassifierAssertions Should(this Classifier? model) => new(model);

    /// <summary>Begins an assertion on a report.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The assertions.</returns>
    public static ScanReportAssertions Should(this ScanReport? report) => new(report);

    /// <summary>Begins an assertion on one label of a report.</summary>
    /// <param name="label">The label's result.</param>
    /// <returns>The assertions.</returns>
    public static LabelResultAssertions Should(this LabelResult? label) => new(label);
}
