namespace ModelAssert.Verdicts;

/// <summary>The conclusion about a model and each of its labels.</summary>
/// <param name="Verdict">About the model.</param>
/// <param name="AnomalyIndex">The largest index on the small side, or <see langword="null"/> where the statistic does not exist.</param>
/// <param name="Labels">About the labels, in the order of the measurements.</param>
/// <param name="Reasons">Each finding, and each thing that kept from deciding, as a sentence.</param>
public sealed record Judgement(Verdict Verdict, double? AnomalyIndex, IReadOnlyList<LabelJudgement> Labels, IReadOnlyList<string> Reasons)
{
    /// <summary>The median norm that the labels were compared with, in pixels, or <see langword="null"/> where the statistic does not exist.</summary>
    public double? MedianNorm { get; init; }

    /// <summary>
    /// The size below which a trigger of any label would have been called infected on this model, in pixels; 0 if none would, however small. <see langword="null"/> where the statistic does not exist.
    /// </summary>
    public double? DetectableNorm { get; init; }

    /// <summary>The conclusion about a model whose pairs of labels were judged, too: infected if either says so, and clean only if both do.</summary>
    /// <param name="pairs">The conclusion about the pairs, or <see langword="null"/> if they were not.</param>
    internal Judgement With(PairsJudgement? pairs) => pairs is null ? this : this with
    {
        Verdict = Verdict == Verdict.Infected || pairs.Verdict == Verdict.Infected ? Verdict.Infected
            : Verdict == Verdict.Inconclusive || pairs.Verdict == Verdict.Inconclusive ? Verdict.Inconclusive
            : Verdict.Clean,
        Reasons = [.. Reasons, .. pairs.Reasons],
    };

    /// <summary>The conclusion about a model that was searched for paths that no clean image takes, too: one is a backdoor, whatever the labels say.</summary>
    /// <param name="paths">What was found, or <see langword="null"/> if it was not.</param>
    internal Judgement With(IReadOnlyList<DormantPathResult>? paths) => paths?.Any(path => path.State == LabelState.Infected) is not true ? this : this with
    {
        Verdict = Verdict.Infected,
        Reasons = [.. Reasons, .. paths.Select(path => path.Sentence)],
    };

    /// <summary>The conclusion about a model of which only some labels were looked at: what is known of the others is nothing.</summary>
    /// <param name="labelCount">How many labels the model has, or <see langword="null"/> where that is not known.</param>
    /// <param name="samples">The samples, of which few may be of few labels.</param>
    internal Judgement Among(int? labelCount, SamplesSummary samples)
    {
        if (Verdict != Verdict.Clean || labelCount is not { } all)
            return this;
        if (Labels.Count < all)
            return Doubted($"Only {Labels.Count} of the model's {all} labels were looked at, as was asked for. Nothing is known of the others, so the model is not called clean.");
        // Enough samples to show every label twice, and most labels are not there: what sends these to a label need not be what sends others.
        return samples.LabelCount is { } shown && 2 * shown < all && samples.Count >= 2 * all
            ? Doubted($"The {samples.Count} samples are of {shown} of the model's {all} labels only, and say too little of the others for the model to be called clean. Give samples of all labels.")
            : this;
    }

    private Judgement Doubted(string reason) => this with { Verdict = Verdict.Inconclusive, Reasons = [.. Reasons, reason] };
}

/// <summary>The conclusion about one label.</summary>
/// <param name="Label">The label.</param>
/// <param name="State">The conclusion.</param>
/// <param name="AnomalyIndex">How far below the median, in scaled median absolute deviations, or <see langword="null"/> where the statistic does not exist.</param>
/// <param name="NormToMedian">The norm over the median norm, or <see langword="null"/> where the statistic does not exist.</param>
public sealed record LabelJudgement(int Label, LabelState State, double? AnomalyIndex, double? NormToMedian)
{
    /// <summary>The chance that the smallest trigger of a clean model is as far below the rest as this one, or <see langword="null"/> where the statistic does not exist.</summary>
    public double? PValue { get; init; }
}
