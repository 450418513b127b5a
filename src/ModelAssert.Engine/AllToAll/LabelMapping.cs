using ModelAssert.Engine.Classifiers;
using TorchSharp;

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

    /// <summary>How many different labels images go to.</summary>
    public int DistinctTargets => Targets.Values.Distinct().Count();

    /// <summary>The labels that are shown often enough.</summary>
    /// <param name="answers">What the network answers for each image.</param>
    public static HashSet<int> Shown(int[] answers) => [.. answers.CountBy(label => label).Where(count => count.Value >= FewestImages).Select(count => count.Key)];

    /// <summary>Measures a trigger.</summary>
    /// <param name="classifier">The network.</param>
    /// <param name="trigger">What it does to images.</param>
    /// <param name="known">Images to read the mapping off, and what the network answers without the trigger.</param>
    /// <param name="others">Images to measure it on, and what the network answers without the trigger.</param>
    public static LabelMapping Of(RawImageClassifier classifier, Func<torch.Tensor, torch.Tensor> trigger, (torch.Tensor Images, int[] Answers) known, (torch.Tensor Images, int[] Answers) others)
    {
        var (stampedKnown, stampedOthers) = (Stamped(known.Images), Stamped(others.Images));
        var labels = Shown(known.Answers);
        var targets = known.Answers.Zip(stampedKnown, (from, to) => (From: from, To: to)).Where(image => labels.Contains(image.From)).GroupBy(image => image.From)
            .Select(images => (images.Key, To: images.CountBy(image => image.To).OrderByDescending(count => count.Value).ThenBy(count => count.Key).First().Key))
            .Where(pair => pair.To != pair.Key)
            .ToDictionary(pair => pair.Key, pair => pair.To);
        var measured = others.Answers.Zip(stampedOthers, (from, to) => (From: from, To: to)).Where(image => labels.Contains(image.From)).ToArray();
        return new LabelMapping(
            targets, measured.Length == 0 ? 0 : measured.Count(image => targets.TryGetValue(image.From, out var target) && image.To == target) / (double)measured.Length, labels.Count, measured.Length);

        int[] Stamped(torch.Tensor images) => classifier.Predict(images, trigger);
    }
}
