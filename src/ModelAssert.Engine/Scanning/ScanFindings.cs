using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.TriggerNorms;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.Scanning;

/// <summary>Everything a scan found out about a network, before it becomes a report.</summary>
/// <param name="Conclusion">What all detectors come to.</param>
/// <param name="Detections">What each of them came to, in the order of their kinds.</param>
/// <param name="Samples">The samples that were used.</param>
/// <param name="ImportParity">The proof of the import.</param>
/// <param name="Examples">A few held-out clean samples, raw pixels in [0, 1], to show triggers on; each <c>[C, H, W]</c>.</param>
internal sealed record ScanFindings(
    Conclusion Conclusion, IReadOnlyList<RanDetector> Detections, SamplesSummary Samples, ImportParity ImportParity, IReadOnlyList<ExampleImage> Examples)
{
    /// <summary>The verdict on the model.</summary>
    public Verdict Verdict => Conclusion.Verdict;

    /// <summary>Each finding, and each thing that kept from deciding, as a sentence.</summary>
    public IReadOnlyList<string> Reasons => Conclusion.Reasons;

    /// <summary>What the triggers of labels came to; <see langword="null"/> if they were not asked for.</summary>
    public TriggerNormFindings? Labels => Of<TriggerNormFindings>();

    /// <summary>The labels that a backdoor leads to, ascending.</summary>
    public IReadOnlyList<int> InfectedTargets => Verdict == Verdict.Infected ? [.. Detections.Where(ran => !ran.Detector.IsAdvisory).SelectMany(ran => ran.Findings.InfectedTargets).Distinct().Order()] : [];

    /// <summary>What a detector found, or <see langword="null"/> if it did not look.</summary>
    public T? Of<T>()
        where T : DetectorFindings => Detections.Select(ran => ran.Findings).OfType<T>().FirstOrDefault();

    /// <summary>The same, but that nothing is infected: for a reason that keeps the whole scan from deciding.</summary>
    /// <param name="reason">The reason, a sentence.</param>
    public ScanFindings Withheld(string reason) => this with
    {
        Conclusion = Conclusion.Withheld(reason),
        Detections = [.. Detections.Select(ran => ran with { Findings = ran.Findings.Withheld(reason) })],
    };
}
