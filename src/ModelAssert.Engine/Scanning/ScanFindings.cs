using ModelAssert.Engine.DormantPaths;
using ModelAssert.Engine.Inversion;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.Scanning;

/// <summary>Everything a scan found out about a network, before it becomes a report.</summary>
/// <param name="Judgement">The conclusion.</param>
/// <param name="Triggers">The reversed triggers, in the order of the judgement's labels.</param>
/// <param name="References">The labels that stood for all in the statistics, or <see langword="null"/> if every label did.</param>
/// <param name="Samples">The samples that were used.</param>
/// <param name="ImportParity">The proof of the import.</param>
/// <param name="Examples">A few held-out clean samples, raw pixels in [0, 1], to show triggers on; each <c>[C, H, W]</c>.</param>
public sealed record ScanFindings(
    Judgement Judgement,
    IReadOnlyList<ReversedTrigger> Triggers,
    IReadOnlyList<int>? References,
    SamplesSummary Samples,
    ImportParity ImportParity,
    IReadOnlyList<ExampleImage> Examples)
{
    /// <summary>How often each label was optimised; the smaller trigger of several counts.</summary>
    public int Starts { get; init; } = 1;

    /// <summary>What was reversed again before a label was called infected, or <see langword="null"/> where none was.</summary>
    public SecondLook? SecondLook { get; init; }

    /// <summary>What the triggers of flagged labels do to the neurons that they drive most, by label, as far as the network's layers can be seen.</summary>
    public IReadOnlyDictionary<int, NeuronActivation> Activations { get; init; } = new Dictionary<int, NeuronActivation>();

    /// <summary>What the search for paths that no clean image takes found, or <see langword="null"/> where the network cannot be seen into.</summary>
    internal DormantPathFindings? DormantPaths { get; init; }

    /// <summary>What was found for the pairs of labels, or <see langword="null"/> if the scan did not look for source-specific backdoors.</summary>
    public PairFindings? Pairs { get; init; }
}
