namespace ModelAssert;

/// <summary>Which preprocessing a scan used, and how it was come by.</summary>
internal sealed record PreprocessingSummary
{
    /// <summary>A guess under which the model is right on less than this share of the way from chance to all samples is a mediocre one. Small networks on easy pictures reach it with the right preprocessing.</summary>
    private const double MediocreSkill = 0.85;

    /// <summary>What was used.</summary>
    public required Preprocessing Used { get; init; }

    /// <summary>Whether it was not stated, and found by accuracy on the samples.</summary>
    public bool Guessed { get; init; }

    /// <summary>What was tried, in this order, the one that was used among them; none where it was stated.</summary>
    public IReadOnlyList<TriedPreprocessing> Tried { get; init; } = [];

    /// <summary>The other one that may be right, if there is one: the model is nearly as good with it. A verdict of infected must hold under it, too.</summary>
    public Preprocessing? RunnerUp { get; init; }

    /// <summary>Whether the samples do not tell the runner-up from the one that was used. A verdict of clean must hold under it then, too.</summary>
    public bool AboutAsWell { get; init; }

    /// <summary>What a scan under the runner-up came to, if there was one.</summary>
    public Verdict? RunnerUpVerdict { get; init; }

    /// <summary>What makes the guess doubtful, in sentences; <see langword="null"/> if it is stated, or clearly the best and good.</summary>
    public string? Note { get; init; }

    /// <summary>How far an accuracy is from chance to all samples, a fraction.</summary>
    internal static double SkillOf(double accuracy, int labels) => (accuracy - 1.0 / labels) / (1 - 1.0 / labels);

    /// <summary>Whether a guess with this accuracy may well be the wrong one.</summary>
    internal static bool IsMediocre(double accuracy, int labels) => SkillOf(accuracy, labels) < MediocreSkill;

    /// <summary>The same, with the sentence that it deserves.</summary>
    /// <param name="accuracy">The model's accuracy on the samples with the one that was used.</param>
    /// <param name="runnerUpAccuracy">With the other one.</param>
    /// <param name="labels">How many labels it tells apart.</param>
    internal PreprocessingSummary Noted(double accuracy, double runnerUpAccuracy, int labels) => this with
    {
        Note = !Guessed ? null
            : RunnerUp is { } other && AboutAsWell
                ? FormattableString.Invariant(
                    $"The preprocessing was not stated, and two do about as well: {Used.Name} ({Percent(accuracy)} of the samples right) and {other.Name} ({Percent(runnerUpAccuracy)}). State the one that the model was trained with: {Used.CommandOptions}, or {other.CommandOptions}.")
            : IsMediocre(accuracy, labels)
                ? FormattableString.Invariant(
                    $"The preprocessing was not stated. The best of {Tried.Count} that were tried is {Used.Name}, and the model is right on {Percent(accuracy)} of the samples with it. If it should be better, it was trained with another one: state that (--input-range, --mean, --standard-deviation, --channel-order). If not, state this one: {Used.CommandOptions}.")
            : null,
    };

    private static string Percent(double fraction) => FormattableString.Invariant($"{100 * fraction:0.0} %");
}

/// <summary>A preprocessing that was tried on samples.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Accuracy">The model's accuracy with it, a fraction in [0, 1].</param>
/// <param name="Samples">On how many samples: all are tried on a part of them, and the best on all.</param>
internal sealed record TriedPreprocessing(string Name, double Accuracy, int Samples);
