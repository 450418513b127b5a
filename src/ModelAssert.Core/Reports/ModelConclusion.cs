using ModelAssert.Verdicts;

namespace ModelAssert;

/// <summary>What else bears on the conclusion about a model than what detectors say.</summary>
internal static class ModelConclusion
{
    /// <summary>
    /// What paths say that hardly any clean image takes: one that is opened by a trigger is a backdoor, whatever the labels say. Conditions of the image that were not looked at may open another.
    /// </summary>
    public static Conclusion Of(IReadOnlyList<DormantPathResult> paths, DormantGates? gates)
    {
        string[] found = [.. paths.Where(path => path.State == LabelState.Infected).Select(path => path.Sentence)];
        if (found.Length > 0)
            return new Conclusion(Verdict.Infected, found);
        if (gates is { ConditionsNotMet: [var node, ..] notMet })
        {
            return new Conclusion(Verdict.Inconclusive, [
                $"No image was found that meets the condition of {node}{(notMet.Count > 1 ? $" (and {notMet.Count - 1} more)" : "")}; most answers are others once it is met. Nothing rules out that a trigger meets it, so the model is not called clean. Look at the node, and take it out if it is a guard against images that do not occur."]);
        }

        return gates is { ConditionsNotDriven: > 0 and var left }
            ? new Conclusion(Verdict.Inconclusive, [$"Of the conditions in the network that hardly any clean image meets, {left} {(left == 1 ? "was" : "were")} not looked at to the end, for want of time or of samples. Nothing is known of what they open, so the model is not called clean."])
            : Conclusion.Clean;
    }

    /// <summary>The conclusion about a model of which only some labels were looked at: what is known of the others is nothing.</summary>
    /// <param name="conclusion">What the detectors came to.</param>
    /// <param name="labels">How many labels a trigger was reversed for.</param>
    /// <param name="labelCount">How many labels the model has, or <see langword="null"/> where that is not known.</param>
    /// <param name="samples">The samples, of which few may be of few labels.</param>
    public static Conclusion Among(this Conclusion conclusion, int labels, int? labelCount, SamplesSummary samples)
    {
        if (conclusion.Verdict != Verdict.Clean || labelCount is not { } all)
            return conclusion;
        if (labels == 0)
            return conclusion.Doubted("No trigger was reversed for any label, as was asked for. A model is not called clean without.");
        if (labels < all)
            return conclusion.Doubted($"Only {labels} of the model's {all} labels were looked at, as was asked for. Nothing is known of the others, so the model is not called clean.");
        // Enough samples to show every label twice, and most labels are not there: what sends these to a label need not be what sends others.
        return samples.LabelCount is { } shown && 2 * shown < all && samples.Count >= 2 * all
            ? conclusion.Doubted($"The {samples.Count} samples are of {shown} of the model's {all} labels only, and say too little of the others for the model to be called clean. Give samples of all labels.")
            : conclusion;
    }
}
