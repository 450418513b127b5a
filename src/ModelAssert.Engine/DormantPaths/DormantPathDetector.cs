using ModelAssert.Engine.Detectors;

namespace ModelAssert.Engine.DormantPaths;

/// <summary>Has a network searched for paths that hardly any clean image takes, with a share of what the scan costs.</summary>
internal sealed class DormantPathDetector : IDetector
{
    /// <summary>What the search may cost of what the triggers do, in passes of an image.</summary>
    private const double ShareOfScan = 0.2;

    /// <inheritdoc />
    public Detector Kind => Detector.DormantPaths;

    /// <inheritdoc />
    public string Sees => "Paths through the network that hardly any clean image takes, and that a small trigger opens.";

    /// <inheritdoc />
    public string Method =>
        "Clean images hardly ever open such a path, so no test on clean images sees it, and no gradient leads there. It was opened on purpose: each place where the network switches was driven until it did, "
        + "and the image that did it was made smaller for as long as it worked.";

    /// <inheritdoc />
    public bool TrustsGradient => false;

    /// <inheritdoc />
    public DetectorFindings Run(ScanContext scan)
    {
        if (scan.Network.FindGates() is not { } gates)
            return new NothingToLookAt("Only a graph can be seen into, as an ONNX file has it.");
        scan.Tell(ScanStage.Detecting, "looking for paths that no clean image takes");
        var mostPasses = (long)(ShareOfScan * scan.Labels.Length * scan.Plan.Settings.ImagesPerLabel);
        return new DormantPathSearch(scan.Classifier, gates, scan.Samples, mostPasses, scan.Options.Seed, scan.Deadline).Run(scan.Cancellation) with { Examples = scan.Samples.ExamplesOf(null) };
    }
}
