using ModelAssert.Engine.Classifiers;

namespace ModelAssert.Engine.Mitigation;

/// <summary>One model to repair.</summary>
/// <param name="Scan">How it is scanned, before and after: its file, the samples, the options; and the folder for the reports.</param>
/// <param name="OutputPath">Where the repaired model goes. Replaced as a whole, and only by a model that is repaired.</param>
/// <param name="Options">What is asked.</param>
/// <param name="Load">Loads a file that was written in the model's own format as the model itself was loaded. The repair disposes of what it gives.</param>
public sealed record RepairRequest(ScanRequest Scan, string OutputPath, RepairOptions Options, Func<string, DifferentiableClassifier> Load);
