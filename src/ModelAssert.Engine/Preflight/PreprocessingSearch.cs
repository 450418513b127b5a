using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Samples;

namespace ModelAssert.Engine.Preflight;

/// <summary>
/// Finds the preprocessing that a model expects, by its accuracy on the samples: all usual ones on a part of them, the two best on all. A guess is only a guess, so it also says which other one may be
/// right.
/// </summary>
internal sealed class PreprocessingSearch(DifferentiableClassifier network)
{
    /// <summary>All candidates are tried on so many samples. Who is behind by more than chance on these is not tried on the rest.</summary>
    private const int FirstSamples = 256;

    /// <summary>How many standard deviations of chance one must be ahead of another, on the same samples, to be called the better one.</summary>
    private const double SignificantDeviations = 3;

    /// <summary>The accuracy, a fraction, that a normalisation must be ahead of floats as they are, which say that they are ready: as much as a repair may cost.</summary>
    private const double MinimumLeadOfNormalisation = 0.05;

    /// <summary>
    /// The accuracy, a fraction, that another range must be ahead of the one that samples are said to be in. A wrong one costs more, and a network that lost some neurons to a
    /// repair may be a little better with one that it was not made for.
    /// </summary>
    private const double MinimumLead = 0.02;

    /// <summary>
    /// A runner-up may be right if it reaches this share of the skill (the way from chance to all samples) of the best. Of small networks on MNIST and Fashion-MNIST wrong ones reached 70 to 100 % of it,
    /// those below 95 % clearly apart; so a mediocre best one, which may be wrong itself, has to have more distance.
    /// </summary>
    private const double PlausibleSkill = 0.95, PlausibleSkillBesideMediocre = 0.75;

    /// <summary>Measures a model with a preprocessing that is stated.</summary>
    /// <param name="samples">The images, raw, and their labels.</param>
    /// <param name="stated">What is stated.</param>
    /// <param name="path">Where the samples come from, for the error.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0024</c>: a usual one is clearly better, so that the model that is scanned would not be the one that is used.</exception>
    public PreprocessingFindings Measure(ImageSet samples, Preprocessing stated, string path)
    {
        var right = RightAnswers(samples, stated);
        if (right.All(isRight => isRight))
            return Stated();

        var other = BestOf(TryAll(samples, [.. UsualPreprocessing.For(network.InputShape.Channels, stated: null)]));
        var (accuracy, ofOther) = (right.Count(isRight => isRight) / (double)right.Length, other.Accuracy);
        return other.Right.Length == right.Length && ofOther - accuracy >= MinimumLead && IsBetter(other.Right, right)
            ? throw SampleErrors.RangeMismatch(path,
                FormattableString.Invariant($"The model is said to take pixels in {stated.Name}, and is right on {accuracy:P1} of these samples with it, but on {ofOther:P1} in {other.Preprocessing.Name}."),
                "Correct what is stated of the model (options, metadata, or the description beside it), or leave it out: it is found.")
            : Stated();

        PreprocessingFindings Stated() => new(right, new PreprocessingSummary { Used = stated });
    }

    /// <summary>Finds the preprocessing.</summary>
    /// <param name="samples">The images, raw, and their labels.</param>
    /// <param name="storage">The range that they were stored in.</param>
    /// <param name="isReadyForModel">Whether the stored values are meant to go into the model in this range (floats), or are pictures (bytes).</param>
    /// <param name="plausibleAccuracy">A fraction; a range on which the model is less accurate is no better range, only another wrong one.</param>
    /// <param name="stated">What is known of the model.</param>
    /// <param name="path">Where they come from, for the error.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0024</c>: the model is better on another range than that of samples that are said to be ready.</exception>
    public PreprocessingFindings Find(ImageSet samples, PixelRange storage, bool isReadyForModel, double plausibleAccuracy, ModelDescription? stated, string path)
    {
        var usual = UsualPreprocessing.For(network.InputShape.Channels, stated);
        // What is as good as another gives way to what comes first.
        Preprocessing[] candidates = isReadyForModel ? [.. usual.OrderBy(candidate => candidate.InputRange != storage)] : [.. usual];
        var tried = TryAll(samples, candidates);
        var fitting = isReadyForModel ? [.. tried.Where(trial => trial.Preprocessing.InputRange == storage)] : tried;
        var best = BestOf(fitting);
        // Floats say that they are ready: as they are is what is meant, unless something else is clearly better.
        if (isReadyForModel && best.Accuracy - fitting[0].Accuracy < MinimumLeadOfNormalisation)
            best = fitting[0];
        if (isReadyForModel && BestOf(tried) is var other && other.Preprocessing.InputRange != storage
            && other.Accuracy >= plausibleAccuracy && other.Accuracy - best.Accuracy >= MinimumLead)
        {
            throw SampleErrors.RangeMismatch(path,
                FormattableString.Invariant($"The samples hold floats in {storage}, but the model expects {other.Preprocessing.Name}: it is right on {other.RightCount} of {samples.Count} samples when they are scaled to that."),
                "Scale the samples to the model's range, or store them as uint8 and let the range be found.");
        }

        var runnerUp = isReadyForModel && best == fitting[0] ? null : RunnerUpOf(best, fitting);
        var summary = new PreprocessingSummary
        {
            Used = best.Preprocessing,
            Guessed = true,
            Tried = [.. tried.Select(trial => new TriedPreprocessing(trial.Preprocessing.Name, trial.Accuracy, trial.Right.Length))],
            RunnerUp = runnerUp?.Preprocessing,
            AboutAsWell = runnerUp is not null && !IsBetter(best.Right, runnerUp.Right),
        };
        return new PreprocessingFindings(best.Right, summary.Noted(best.Accuracy, runnerUp?.Accuracy ?? 0, network.LabelCount));
    }

    /// <summary>Tries all on a part of the samples, and on the rest those that may be the best, and the best of what is something else.</summary>
    private Trial[] TryAll(ImageSet samples, Preprocessing[] candidates)
    {
        using var first = samples.Slice(0, Math.Min(FirstSamples, samples.Count));
        using var rest = samples.Slice(first.Count, samples.Count - first.Count);
        // Side by side: the passes over the samples are most of what a scan from the cache costs.
        var trials = SideBySide(candidates, candidate => new Trial(candidate, RightAnswers(first, candidate)));
        if (rest.Count == 0)
            return trials;

        Trial[] finalists = [.. FinalistsOf(trials)];
        var further = SideBySide(finalists, trial => trial with { Right = [.. trial.Right, .. RightAnswers(rest, trial.Preprocessing)] }).ToDictionary(trial => trial.Preprocessing);
        return [.. trials.Select(trial => further.GetValueOrDefault(trial.Preprocessing, trial))];
    }

    private IEnumerable<Trial> FinalistsOf(Trial[] trials)
    {
        // The order is stable: what comes first wins a tie.
        Trial[] ranked = [.. trials.OrderByDescending(trial => trial.RightCount)];
        var other = ranked.FirstOrDefault(trial => !AreNear(trial, ranked[0]));
        return ranked.Where(trial => trial == other || trial == trials[0] || !IsBetter(ranked[0].Right, trial.Right));
    }

    private static Trial BestOf(Trial[] trials)
    {
        // Those that were left behind after the first samples are not compared with those that were tried on all.
        var longest = trials.Max(trial => trial.Right.Length);
        Trial[] finalists = [.. trials.Where(trial => trial.Right.Length == longest)];
        return finalists.Skip(1).Aggregate(finalists[0], (best, trial) => IsBetter(trial.Right, best.Right) ? trial : best);
    }

    private Trial? RunnerUpOf(Trial best, Trial[] trials) => trials
        .Where(trial => trial != best && trial.Right.Length == best.Right.Length && !AreNear(trial, best)
            && SkillOf(trial) >= SkillOf(best) * (PreprocessingSummary.IsMediocre(best.Accuracy, network.LabelCount) ? PlausibleSkillBesideMediocre : PlausibleSkill))
        .MaxBy(trial => trial.RightCount);

    private double SkillOf(Trial trial) => PreprocessingSummary.SkillOf(trial.Accuracy, network.LabelCount);

    private bool AreNear(Trial one, Trial other) => UsualPreprocessing.AreNear(one.Preprocessing, other.Preprocessing, network.InputShape.Channels);

    private static TResult[] SideBySide<TItem, TResult>(IEnumerable<TItem> items, Func<TItem, TResult> work) =>
        Task.WhenAll(items.Select(item => Task.Run(() => work(item)))).GetAwaiter().GetResult();

    private bool[] RightAnswers(ImageSet samples, Preprocessing preprocessing)
    {
        var predicted = new RawImageClassifier(network, preprocessing).Predict(samples.Images);
        return [.. predicted.Select((label, i) => label == samples.Labels[i])];
    }

    /// <summary>A sign test: do the samples on which only one of the two is right favour the first by more than chance?</summary>
    private static bool IsBetter(bool[] first, bool[] second)
    {
        var onlyFirst = first.Where((right, i) => right && !second[i]).Count();
        var onlySecond = second.Where((right, i) => right && !first[i]).Count();
        return onlyFirst - onlySecond > SignificantDeviations * Math.Sqrt(onlyFirst + onlySecond);
    }

    private sealed record Trial(Preprocessing Preprocessing, bool[] Right)
    {
        public int RightCount => Right.Count(isRight => isRight);

        public double Accuracy => RightCount / (double)Right.Length;
    }
}

/// <summary>A model on samples with one preprocessing.</summary>
/// <param name="Right">Which of the samples it is right on.</param>
/// <param name="Summary">The preprocessing, and how it was come by.</param>
internal sealed record PreprocessingFindings(bool[] Right, PreprocessingSummary Summary)
{
    public double Accuracy => Right.Count(isRight => isRight) / (double)Right.Length;
}
