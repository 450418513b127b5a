using ModelAssert.Reporting.Provenance;

namespace ModelAssert.Reporting.Tests.Provenance;

/// <summary>Models as a package has them, each of another outcome.</summary>
internal static class SampleModels
{
    public static AttestedModel Clean { get; } = new("models/fashion-clean.onnx", SampleReports.Clean, null);

    public static AttestedModel Infected { get; } = new("models/fashion-infected.onnx", SampleReports.Ten, null);

    public static AttestedModel Accepted { get; } = new("models/fashion-infected.onnx", SampleReports.Ten, "A canary: we infected it ourselves.");

    public static AttestedModel Undecided { get; } = new("models/two-labels.onnx", SampleReports.Undecided, null);

    /// <summary>One label is anomalous, and too large for a backdoor.</summary>
    public static AttestedModel Vulnerable { get; } = new("models/weak.onnx", SampleReports.Judged([60, 61, 59, 60.5, 59.5, 62, 58, 60, 61.5, 45], _ => null), null);

    /// <summary>The same model, scanned by someone else: other folders, another day, everything from the cache.</summary>
    public static AttestedModel OnAnotherMachine(this AttestedModel model) => new(
        model.Name,
        model.Report with
        {
            Model = model.Report.Model with { Path = "/home/alice/secret/m.onnx" },
            Samples = model.Report.Samples with { Path = @"C:\Users\alice\secret.npz" },
            Timing = new ScanTiming(1234.5, 5432.1),
            Labels = [.. model.Report.Labels.Select(label => label with { Cached = true })],
            ReportPath = "/home/alice/secret/report.html",
        },
        model.AcceptedBecause);
}
