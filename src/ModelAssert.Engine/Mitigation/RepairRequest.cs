namespace ModelAssert.Engine.Mitigation;

/// <summary>One model to repair.</summary>
/// <param name="Scan">How it is scanned, before and after: its name, the samples, the options; and the folder for the reports.</param>
/// <param name="Options">What is asked.</param>
/// <param name="Drafts">Keeps what is made of the model, and publishes what is repaired; stays the caller's.</param>
internal sealed record RepairRequest(ScanRequest Scan, RepairOptions Options, IRepairDrafts Drafts);
