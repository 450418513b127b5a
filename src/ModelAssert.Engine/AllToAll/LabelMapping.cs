namespace ModelAssert.Engine.AllToAll;

/// <summary>
/// What a trigger does to the labels: the label that most images of each go to, read off some images, and how many go there of others. A clean network sends everything to the few labels that are next to all;
/// an all-to-all backdoor gives each label one of its own.
/// </summary>
/// <param name="Targets">Where images of a label go, by label: of those that are shown often enough, and leave.</param>
/// <param name="SuccessRate">The share of other images of these labels that go there.</param>
/// <param name="Labels">How many labels were shown often enough.</param>
/// <param name="Images">How many other images there were.</param>
internal sealed record LabelMapping(IReadOnlyDictionary<int, int> Targets, double SuccessRate, int Labels, int Images)
{
    /// <summary>Fewer images of a label say nothing of where most of them go.</summary>
    public const int FewestImages = 3;

    /// <summary>As many of the pairs are told in a sentence.</summary>
    private const int MostPairs = 10;

    /// <summary>How many different labels images go to.</summary>
    public int DistinctTargets => Targets.Values.Distinct().Count();

    /// <summary>The labels that are shown often enough.</summary>
    /// <param name="answers">What the network answers for each image.</param>
    public static HashSet<int> Shown(int[] answers) => [.. answers.CountBy(label => label).Where(count => count.Value >= FewestImages).Select(count => count.Key)];

    /// <summary>Where labels go, in words: of the first ones.</summary>
    public string Describe() =>
        string.Join(", ", Targets.OrderBy(pair => pair.Key).Take(MostPairs).Select(pair => FormattableString.Invariant($"{pair.Key} with {pair.Value}"))) + (Targets.Count > MostPairs ? ", …" : "");

    /// <summary>Measures a trigger by what the network answers without and with it.</summary>
    /// <param name="known">The answers to images to read the mapping off.</param>
    /// <param name="others">The answers to images to measure it on.</param>
    public static LabelMapping Of((int[] Before, int[] After) known, (int[] Before, int[] After) others)
    {
        var labels = Shown(known.Before);
        var targets = known.Before.Zip(known.After, (from, to) => (From: from, To: to)).Where(image => labels.Contains(image.From)).GroupBy(image => image.From)
            .Select(images => (images.Key, To: images.CountBy(image => image.To).OrderByDescending(count => count.Value).ThenBy(count => count.Key).First().Key))
            .Where(pair => pair.To != pair.Key)
            .ToDictionary(pair => pair.Key, pair => pair.To);
        var measured = others.Before.Zip(others.After, (from, to) => (From: from, To: to)).Where(image => labels.Contains(image.From)).ToArray();
        return new LabelMapping(
            targets, measured.Length == 0 ? 0 : measured.Count(image => targets.TryGetValue(image.From, out var target) && image.To == target) / (double)measured.Length, labels.Count, measured.Length);
    }
}
