using ModelAssert.Engine.AllToAll;
using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Inversion;

namespace ModelAssert.Engine.WholeImages;

/// <summary>
/// Looks for a backdoor whose trigger is no stamp but a change of the whole image. There is no loop over the labels: the smallest change under which images leave their labels, for whatever other, names the one that a backdoor
/// would lead to, and a few others say what such a change costs in this network.
/// </summary>
/// <param name="question">What is asked.</param>
internal sealed class WholeImageDetector(WholeImageQuestion question) : IDetector
{
    /// <summary>Fewer labels have too few others to be held against.</summary>
    private const int FewestLabels = 4;

    /// <summary>So many other labels stand for all, to see whether there is anything to look into.</summary>
    private const int References = 4;

    /// <summary>So many do before a label is convicted: the smallest of them is what it is held against.</summary>
    private const int ReferencesToConvict = 9;

    /// <inheritdoc />
    public Detector Kind => question.Detector;

    /// <inheritdoc />
    public string Sees => question.Sees;

    /// <inheritdoc />
    public string Method => question.Method;

    /// <inheritdoc />
    public bool TrustsGradient => true;

    /// <inheritdoc />
    public DetectorFindings Run(ScanContext scan)
    {
        var shape = scan.Network.InputShape;
        if (scan.Network.LabelCount < FewestLabels)
            return new NothingToLookAt($"With fewer than {FewestLabels} labels there are too few others to hold a {question.Noun} to one of them against.");
        if (Math.Min(shape.Height, shape.Width) < 2)
            return new NothingToLookAt($"Images of {shape} have no {question.Noun}.");
        if (scan.Deadline.HasPassed)
            return new WholeImageFindings(question, null);
        scan.Tell(ScanStage.Detecting, $"looking for a {question.Noun} of the whole image");

        using var change = question.Change(shape);
        var search = new ChangeSearch(change, scan.Classifier, scan.Temperature, scan.Deadline);
        var settings = question.Settings(shape);
        var (known, others) = (scan.Samples.Optimisation, scan.Samples.HeldOut);
        var (knownAnswers, otherAnswers) = (scan.Classifier.Predict(known.Images), scan.Classifier.Predict(others.Images));

        using var away = Away(settings.AwayFromAny(scan.Network.LabelCount));
        if (scan.Deadline.HasPassed)
            return new WholeImageFindings(question, null);
        var (knownAway, otherAway) = (scan.Classifier.Predict(known.Images, away.Apply), scan.Classifier.Predict(others.Images, away.Apply));
        int[] left = [.. Left(knownAnswers, knownAway)];
        if (left.Length == 0)
            return new WholeImageFindings(question, null) { NothingLeft = true };
        var candidate = left.CountBy(answer => answer).OrderByDescending(answer => answer.Value).ThenBy(answer => answer.Key).First().Key;
        var controls = Drawn(candidate);
        var mapping = LabelMapping.Of((knownAnswers, knownAway), (otherAnswers, otherAway));
        var towards = new List<ImageChange>();
        try
        {
            Seek([candidate, .. controls.Take(References)]);
            var measured = Measure();
            if (measured.IsWorthALook && !scan.Deadline.HasPassed)
            {
                Seek([.. controls.Skip(References)]);
                measured = Measure();
            }

            return new WholeImageFindings(question, scan.Deadline.HasPassed ? null : measured);
        }
        finally
        {
            foreach (var one in towards)
                one.Dispose();
        }

        void Seek(int[] labels)
        {
            var found = new ImageChange[labels.Length];
            try
            {
                Parallel.For(0, labels.Length, new ParallelOptions { MaxDegreeOfParallelism = scan.MaximumThreads, CancellationToken = scan.Cancellation }, place => found[place] = Towards(labels[place]));
            }
            finally
            {
                towards.AddRange(found.OfType<ImageChange>());
            }
        }

        ImageChange Away(InversionSettings effort)
        {
            var first = SeekAway(effort);
            if (first.Works)
                return first;
            first.Dispose();
            return SeekAway(effort.Longer());
        }

        ImageChange SeekAway(InversionSettings effort) =>
            search.Run(new AwayFromAnswers(knownAnswers), effort, known, known.IndicesWhere(_ => true), new TriggerAim(-1).SeedFrom(scan.Options.Seed), scan.Cancellation);

        ImageChange Towards(int label)
        {
            var aim = new TriggerAim(label);
            return search.Run(new TowardsLabel(label), settings, known, known.IndicesWhere(aim.IsFor), aim.SeedFrom(scan.Options.Seed), scan.Cancellation);
        }

        int[] Drawn(int candidate)
        {
            int[] rest = [.. Enumerable.Range(0, scan.Network.LabelCount).Where(label => label != candidate)];
            new Random(scan.Options.Seed).Shuffle(rest);
            return [.. rest.Take(ReferencesToConvict)];
        }

        // The label that images leave for is the suspect. If it is not, the others may have one among them that stands out.
        MeasuredChange Measure()
        {
            var suspect = Of(0);
            if (suspect.PointsTo(question.LargestShare))
                return suspect;
            var smallest = Of(Enumerable.Range(1, towards.Count - 1).MinBy(place => towards[place].Size)) with { IsControl = true };
            return smallest.PointsTo(question.LargestShare) ? smallest : suspect;
        }

        MeasuredChange Of(int place)
        {
            int[] labels = [candidate, .. controls.Take(towards.Count - 1)];
            var (label, toLabel) = (labels[place], towards[place]);
            var sent = scan.Classifier.Predict(others.Images, toLabel.Apply).Zip(others.Labels).Where(image => image.Second != label).Select(image => image.First).ToArray();
            return new MeasuredChange(label, away.Size, toLabel.Size, [.. towards.Where(one => one != toLabel).Select(one => one.Size)])
            {
                References = [.. labels.Where(one => one != label)],
                AwayWorks = away.Works,
                TowardsWorks = toLabel.Works,
                ShareOfLabel = ShareOf(label, [.. Left(otherAnswers, otherAway)]),
                Images = sent.Length,
                SuccessRate = ShareOf(label, sent),
                Mapping = mapping,
                LabelCount = scan.Network.LabelCount,
                Away = change.Look(away.Variables),
                Towards = change.Look(toLabel.Variables),
                Examples = scan.Samples.ExamplesOf(null),
            };
        }
    }

    /// <summary>The answers to the images that are answered otherwise than before.</summary>
    private static IEnumerable<int> Left(int[] before, int[] after) => before.Zip(after).Where(image => image.First != image.Second).Select(image => image.Second);

    private static double ShareOf(int label, int[] answers) => answers.Length == 0 ? 0 : answers.Count(answer => answer == label) / (double)answers.Length;
}
