using ModelAssert.Engine.Detectors;

namespace ModelAssert.Engine.MaximumMargin;

/// <summary>
/// Asks how sure the network can be made of each label by any image at all (Wang, Xiang, Miller and Kesidis, "MM-BD", IEEE S&amp;P 2024): training on a trigger drives the logit of its label beyond what natural images
/// ask for. It needs no samples. Advisory, since on this project's models the largest margin tells infected from clean too seldom (docs/evaluation.md).
/// </summary>
internal sealed class MaximumMarginDetector : IDetector
{
    /// <inheritdoc />
    public Detector Kind => Detector.MaximumMargin;

    /// <inheritdoc />
    public string Sees => "Labels that some image makes the network far surer of than of any other label, whatever the trigger is.";

    /// <inheritdoc />
    public string Method => "For each label images were sought, from noise and by gradient ascent, on which its logit is furthest above the others; labels are compared by that margin. No samples have a part in it.";

    /// <inheritdoc />
    public bool IsAdvisory => true;

    /// <inheritdoc />
    public bool TrustsGradient => true;

    /// <inheritdoc />
    public DetectorFindings Run(ScanContext scan)
    {
        scan.Tell(ScanStage.Detecting, "looking for the largest margin of each label");
        var search = new MarginSearch(scan.Classifier, scan.Network.InputShape);
        var margins = new double[scan.Labels.Length];
        Parallel.For(0, margins.Length, new ParallelOptions { MaxDegreeOfParallelism = scan.MaximumThreads, CancellationToken = scan.Cancellation },
            i => margins[i] = search.LargestOf(scan.Labels[i], scan.Options.Seed));
        return new MarginFindings([.. scan.Labels.Zip(margins)], scan.Options.AnomalyIndexThreshold);
    }
}
