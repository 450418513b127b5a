namespace ModelAssert;

/// <summary>What <see cref="Classifier.RepairAsync"/> came to.</summary>
/// <param name="Report">The figures; <see cref="ModelReport.ReportPath"/> says where they lie.</param>
/// <param name="Classifier">
/// A classifier that is free of what the scan finds: the repaired file with the samples and options of the original, not scanned yet; or the original itself, if that is clean as it
/// is. <see langword="null"/> if the model is not repaired, or a scan could not decide.
/// </param>
public sealed record RepairResult(RepairReport Report, Classifier? Classifier);
