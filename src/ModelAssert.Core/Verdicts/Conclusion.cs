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

    /// <summary>The same with another sentence, if there is one.</summary>
    public Conclusion And(string? reason) => reason is null ? this : this with { Reasons = [.. Reasons, reason] };

    /// <summary>A conclusion that says nothing of the model, for a reason.</summary>
    public Conclusion Withheld(string reason) => this with { Verdict = Verdict.Inconclusive, Reasons = [reason] };

    /// <summary>A conclusion that is no longer clean, for a reason.</summary>
    public Conclusion Doubted(string reason) => And(reason) with { Verdict = Verdict.Inconclusive };
}
