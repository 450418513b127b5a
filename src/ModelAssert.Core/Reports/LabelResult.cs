using System.Text.Json.Serialization;

namespace ModelAssert;

/// <summary>What was found for one label. Serialised into <c>report.json</c>: members may be added, never renamed.</summary>
public sealed record LabelResult
{
    /// <summary>The label, counted from 0.</summary>
    public required int Label { get; init; }

    /// <summary>The label's name, if the samples give one.</summary>
    public string? Name { get; init; }

    /// <summary>The conclusion.</summary>
    public required LabelState State { get; init; }

    /// <summary>
    /// How far the trigger is below the median of all labels, in scaled median absolute deviations; negative for a trigger larger than
    /// the median. Where norms scatter by more than a third of their median, that of the logarithms, for a trigger below 0.3 of the median. <see langword="null"/> where the statistic does not exist.
    /// </summary>
    public double? AnomalyIndex { get; init; }

    /// <summary>The sum of the trigger's mask, in pixels.</summary>
    public required double MaskL1Norm { get; init; }

    /// <summary><see cref="MaskL1Norm"/> over the median of all labels: the evidence that tells a backdoor from a weak label.</summary>
    public double? NormToMedian { get; init; }

    /// <summary>
    /// The share of clean models with as many labels whose smallest trigger is, by chance, as far below the rest as this one: the index, corrected for looking at the
    /// smallest of many (method, section 6a). <see langword="null"/> where the statistic does not exist.
    /// </summary>
    public double? PValue { get; init; }

    /// <summary><see cref="MaskL1Norm"/> as a share of the image, a fraction in [0, 1].</summary>
    public required double Coverage { get; init; }

    /// <summary>
    /// The share of stamped images that go to this label, a fraction in [0, 1], over held-out samples that the trigger was not
    /// optimised on and whose true label is another.
    /// </summary>
    public required double AttackSuccessRate { get; init; }

    /// <summary>Whether the optimisation ever reached the success rate it must keep. If not, the norm says nothing.</summary>
    public required bool Converged { get; init; }

    /// <summary>Optimisation steps taken, each of several mini-batches.</summary>
    public required int Steps { get; init; }

    /// <summary>
    /// The norm of the smallest trigger that worked, or of the mask while none did, after each step, in pixels; of the start that counts. Empty in reports of versions that did not keep it.
    /// </summary>
    public IReadOnlyList<double> Norms { get; init; } = [];

    /// <summary>Why the optimisation was ended early, if it was.</summary>
    public LabelStop? Stopped { get; init; }

    /// <summary>Where the norm would have ended, of a label that was screened out after its trigger worked. For people: no statistic takes it.</summary>
    [JsonInclude]
    internal NormInterval? NormInterval { get; init; }

    /// <summary>Whether the trigger comes from the cache; the steps were taken by an earlier scan then.</summary>
    public bool Cached { get; init; }

    /// <summary>Whether the trigger was found in an earlier version of the model, works in this one too, and is smaller than what the scan found.</summary>
    public bool FromPredecessor { get; init; }

    /// <summary>Where the trigger comes from, a sentence, if it was proposed and is smaller than what the scan found: by an earlier version of the model, or by another detector.</summary>
    public string? Origin { get; init; }

    /// <summary>Whether only an optimisation that began with a whole image came to the trigger. Its norm convicts, and does not acquit: the label may have a smaller one that no gradient leads to from elsewhere.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    internal bool IsUpperBound { get; init; }

    /// <summary>
    /// The norm that the scan found itself where the trigger was proposed, in pixels: the one that median and deviation take. <see langword="null"/> if it found none that worked.
    /// </summary>
    public double? ColdNorm { get; init; }

    /// <summary>The norm that was found as those of all other labels were.</summary>
    internal double? ComparableNorm => IsUpperBound ? null : Origin is null ? MaskL1Norm : ColdNorm;

    /// <summary>
    /// The norms of the triggers that clean twins have for this label, in pixels: networks of the same kind that learnt the clean samples alone. Of models of two labels, which have too few to be held against each other;
    /// <see langword="null"/> for others.
    /// </summary>
    [JsonInclude]
    internal IReadOnlyList<double>? TwinNorms { get; init; }

    /// <summary><see cref="MaskL1Norm"/> over the smallest norm of the twins.</summary>
    internal double? NormToTwins => TwinNorms is { Count: > 0 } twins ? MaskL1Norm / twins.Min() : null;

    /// <summary>What the trigger does to the neurons that it drives most, of a flagged label; <see langword="null"/> where the network's layers cannot be seen.</summary>
    [JsonInclude]
    internal NeuronActivation? Activation { get; init; }

    /// <summary>The pictures of this label's trigger, if it was flagged.</summary>
    public TriggerFiles? TriggerFiles { get; init; }

    /// <summary>The label with its name: <c>label 7 'sneaker'</c>.</summary>
    /// <returns>The text.</returns>
    public string Describe() => Describe(Label, Name);

    /// <summary>A label with its name, if it has one.</summary>
    internal static string Describe(int label, string? name) => name is null ? $"label {label}" : $"label {label} '{name}'";
}

/// <summary>File names of a label's pictures, relative to the report.</summary>
/// <param name="Mask">The mask: white where the trigger replaces the pixel.</param>
/// <param name="Trigger">The trigger as stamped on black, m·Δ.</param>
/// <param name="Overlay">Clean samples, and the same samples stamped.</param>
public sealed record TriggerFiles(string Mask, string Trigger, string Overlay)
{
    /// <summary>All of them.</summary>
    /// <returns>The three names.</returns>
    public IEnumerable<string> All() => [Mask, Trigger, Overlay];
}
