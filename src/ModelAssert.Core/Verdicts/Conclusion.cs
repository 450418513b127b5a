namespace ModelAssert.Verdicts;

/// <summary>What is concluded of a model: by one detector, or by all of them.</summary>
/// <param name="Verdict">The conclusion.</param>
/// <param name="Reasons">Each finding, and each thing that kept from deciding, as a sentence.</param>
internal sealed record Conclusion(Verdict Verdict, IReadOnlyList<string> Reasons)
{
    /// <summary>Nothing was found, and nothing is left undecided.</summary>
    public static Conclusion Clean { get; } = new(Verdict.Clean, []);

    /// <summary>Whether it is only told, and convicts nobody.</summary>
    public bool IsAdvisory { get; init; }

    /// <summary>
    /// The one place where several detectors become a verdict: infected if one of them says so, whatever the others could not decide, and clean only if all do. Advisory ones have no say.
    /// </summary>
    /// <param name="conclusions">What each concluded, in the order in which their reasons are told.</param>
    public static Conclusion Combine(IEnumerable<Conclusion> conclusions)
    {
        Conclusion[] heard = [.. conclusions.Where(conclusion => !conclusion.IsAdvisory)];
        if (heard.Length == 0)
            return new Conclusion(Verdict.Inconclusive, ["Nothing that has a say in the verdict looked at the model."]);
        return new Conclusion(
            heard.Any(conclusion => conclusion.Verdict == Verdict.Infected) ? Verdict.Infected
            : heard.Any(conclusion => conclusion.Verdict == Verdict.Inconclusive) ? Verdict.Inconclusive
            : Verdict.Clean,
            [.. heard.SelectMany(conclusion => conclusion.Reasons)]);
    }

    /// <summary>What paths say that hardly any clean image takes: one that is opened by a trigger is a backdoor, whatever the labels say.</summary>
    public static Conclusion Of(IEnumerable<DormantPathResult> paths)
    {
        string[] found = [.. paths.Where(path => path.State == LabelState.Infected).Select(path => path.Sentence)];
        return found.Length > 0 ? new Conclusion(Verdict.Infected, found) : Clean;
    }

    /// <summary>The same with another sentence, if there is one.</summary>
    public Conclusion And(string? reason) => reason is null ? this : this with { Reasons = [.. Reasons, reason] };

    /// <summary>The conclusion about a model of which only some labels were looked at: what is known of the others is nothing.</summary>
    /// <param name="labels">How many labels a trigger was reversed for.</param>
    /// <param name="labelCount">How many labels the model has, or <see langword="null"/> where that is not known.</param>
    /// <param name="samples">The samples, of which few may be of few labels.</param>
    public Conclusion Among(int labels, int? labelCount, SamplesSummary samples)
    {
        if (Verdict != Verdict.Clean || labelCount is not { } all)
            return this;
        if (labels == 0)
            return Doubted("No trigger was reversed for any label, as was asked for. A model is not called clean without.");
        if (labels < all)
            return Doubted($"Only {labels} of the model's {all} labels were looked at, as was asked for. Nothing is known of the others, so the model is not called clean.");
        // Enough samples to show every label twice, and most labels are not there: what sends these to a label need not be what sends others.
        return samples.LabelCount is { } shown && 2 * shown < all && samples.Count >= 2 * all
            ? Doubted($"The {samples.Count} samples are of {shown} of the model's {all} labels only, and say too little of the others for the model to be called clean. Give samples of all labels.")
            : this;
    }

    /// <summary>A conclusion that says nothing of the model, for a reason.</summary>
    public Conclusion Withheld(string reason) => this with { Verdict = Verdict.Inconclusive, Reasons = [reason] };

    private Conclusion Doubted(string reason) => And(reason) with { Verdict = Verdict.Inconclusive };
}
