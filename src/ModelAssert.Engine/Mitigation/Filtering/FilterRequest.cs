namespace ModelAssert.Engine.Mitigation.Filtering;

/// <summary>One model to make a filter of.</summary>
/// <param name="Scan">How it is scanned: its file, the samples, the options; and the folder for the reports.</param>
/// <param name="OutputPath">Where the filter goes. Replaced as a whole, and only if the model is infected.</param>
/// <param name="Options">What is asked.</param>
internal sealed record FilterRequest(ScanRequest Scan, string OutputPath, FilterOptions Options);
