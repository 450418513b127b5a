using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.Engine.Training;
using ModelAssert.Onnx;
using Spectre.Console;

namespace ModelAssert.Benchmarks;

/// <summary>Every mitigation on one model: clean accuracy, and what is left to reversed and to the attacker's triggers, on held-out samples.</summary>
internal sealed class MitigationComparison : IDisposable
{
    private readonly OnnxClassifier network;
    private readonly FitSamples fit;
    private readonly PreparedSamples samples;
    private readonly ScanOptions options;
    private readonly IReadOnlyList<Trigger> originals;
    private readonly List<TriggerStarts> starts;
    private readonly MitigationMeasure measure;
    private readonly double medianNorm;
    private readonly int[] labels;
    private readonly UnlearningLesson lesson;
    private readonly bool isQuick;
    private readonly Table table = new Table().AddColumns("", "clean", "reversed", "unseen", "right", "original", "mean", "right", "resistance");

    /// <param name="modelPath">The infected model.</param>
    /// <param name="samplesPath">Clean samples.</param>
    /// <param name="originalsOf">The attacker's triggers, given the shape of the images.</param>
    /// <param name="options">How it is scanned.</param>
    /// <param name="isQuick">Whether one round is unlearned at most, nothing is pruned, and no resistance measured.</param>
    public MitigationComparison(string modelPath, string samplesPath, Func<ImageShape, IReadOnlyList<Trigger>> originalsOf, ScanOptions options, bool isQuick)
    {
        (this.options, this.isQuick) = (options, isQuick);
        network = OnnxClassifier.Load(modelPath);
        originals = originalsOf(network.InputShape);
        var all = SampleLoader.Load(samplesPath, network.InputShape, network.LabelCount);
        var scanner = new BackdoorScanner(network);
        fit = scanner.Fit(all, samplesPath, options);
        samples = fit.Ready;
        var findings = scanner.Scan(fit, options, progress: null, CancellationToken.None);
        measure = new MitigationMeasure(samples.HeldOut, samples.Preprocessing);
        medianNorm = findings.Labels!.Judgement.MedianNorm ?? throw new InvalidDataException("The scan could not decide.");
        labels = [.. originals.Select(original => original.TargetLabel).Distinct().Order()];
        lesson = UnlearningLesson.Of(network, samples.Preprocessing, samples.Optimisation, options.Seed);
        starts =
        [
            .. labels.Select(label => TriggerStarts.Around(network, findings.Labels!.Triggers.Single(found => found.Trigger.TargetLabel == label).Trigger, samples, options, CancellationToken.None)),
        ];
    }

    private Trigger[] Lessons => [.. starts.SelectMany(start => start.Lessons)];

    private Trigger[] Reversed => [.. starts.Select(start => start.Found)];

    /// <summary>Prints what a filter misses.</summary>
    public void PrintFilter() => FilterComparison.Print(network, samples, starts, originals);

    /// <summary>Prints the table of mitigations that change weights.</summary>
    public void Run()
    {
        if (!isQuick)
            PrintComparison();
        Add("as it came", _ => { });
        Add("unlearning, one round", copy => Unlearn(copy, Lessons));
        if (!isQuick)
        {
            Add("unlearning", UnlearnInRounds);
            Add("unlearning, as published", UnlearnAsPublished);
        }

        Add("unlearning, original", copy => Unlearn(copy, originals));
        Add("clean images only", copy => Unlearn(copy, []));
        if (!isQuick)
        {
            Add("Lipschitz pruning", LipschitzPrune);
            foreach (var kind in (PrunableLayerKind[])[PrunableLayerKind.LastConvolution, PrunableLayerKind.Penultimate])
                Add($"pruning, {kind}", copy => Prune(copy, kind));
        }

        AnsiConsole.Write(table);
    }

    public void Dispose()
    {
        lesson.Dispose();
        fit.Dispose();
        network.Dispose();
    }

    private void PrintComparison()
    {
        using var copy = network.TrainableCopy();
        foreach (var original in originals)
            AnsiConsole.WriteLine($"label {original.TargetLabel}: {TriggerComparison.Of(copy, Reversed.Single(trigger => trigger.TargetLabel == original.TargetLabel), original, samples)}");
    }

    /// <summary>A row: the largest success of several triggers, and the mean of what they leave right.</summary>
    private void Add(string name, Action<TrainableClassifier> mitigate)
    {
        using var copy = network.TrainableCopy();
        mitigate(copy);
        var (ofReversed, ofUnseen, ofOriginals) = (Effects(Reversed), Effects(starts.SelectMany(start => start.Unseen)), Effects(originals));
        table.AddRow(
            name, $"{measure.CleanAccuracy(copy):P2}", Worst(ofReversed), Worst(ofUnseen), $"{ofReversed.Average(effect => effect.TrueLabelAccuracy):P2}",
            Worst(ofOriginals), $"{ofOriginals.Average(effect => effect.AttackSuccessRate):P2}", $"{ofOriginals.Average(effect => effect.TrueLabelAccuracy):P2}",
            isQuick ? "-" : $"{ResistanceOf(copy):0.00}");

        TriggerEffect[] Effects(IEnumerable<Trigger> triggers) => [.. triggers.Select(trigger => measure.EffectOf(trigger, copy))];

        static string Worst(TriggerEffect[] effects) => effects.Length == 0 ? "-" : $"{effects.Max(effect => effect.AttackSuccessRate):P2}";
    }

    private Adversary NewAdversary() => new(samples, medianNorm, options.Seed);

    private void Unlearn(TrainableClassifier copy, IReadOnlyList<Trigger> triggers) =>
        Unlearning.Run(copy, samples.Preprocessing, lesson, triggers, new RepairOptions().LearningRate, options.Seed);

    /// <summary>As repairs do it, without the scans between.</summary>
    private void UnlearnInRounds(TrainableClassifier copy)
    {
        var (repair, adversary) = (new RepairOptions(), NewAdversary());
        using var step = new MitigationStep(MitigationKind.Unlearning, network, samples, repair, options.Seed, fit.Summary.Accuracy, adversary, _ => { });
        for (var round = 1; round <= repair.MaximumRounds; round++)
        {
            step.Apply(copy, Lessons, [], round, CancellationToken.None);
            var resistance = ResistanceOf(copy);
            var measured = MeasuredTrigger.All(starts, copy, measure, repair.MaximumAttackSuccessRate);
            AnsiConsole.WriteLine(
                $"unlearning, round {round}: clean {measure.CleanAccuracy(copy):P2}, reversed triggers {measured.Max(trigger => trigger.LargestSuccess):P2}, resistance {resistance:0.00}");
            if (resistance >= RepairOptions.MinimumResistance && !measured.Any(trigger => trigger.StillWorks))
                break;
        }
    }

    private double ResistanceOf(DifferentiableClassifier copy) =>
        NewAdversary().ResistanceOf(copy, labels, CancellationToken.None).Min(label => label.NormToMedian ?? double.PositiveInfinity);

    /// <summary>One epoch with the scan's triggers and true labels (Wang et al. 2019, section VI-C).</summary>
    private void UnlearnAsPublished(TrainableClassifier copy)
    {
        var images = samples.Optimisation;
        using var stamped = UnlearningLesson.Stamp(images.Images, images.Labels, Reversed, options.Seed);
        using var stampedSet = new ImageSet(stamped, images.Labels);
        new FineTuning(copy, samples.Preprocessing, new FineTuningOptions { Seed = options.Seed }).Run(stampedSet);
    }

    private static void LipschitzPrune(TrainableClassifier copy)
    {
        foreach (var layer in LipschitzPruning.Run(copy, "the model", LipschitzPruning.DefaultDeviations))
            AnsiConsole.WriteLine($"Lipschitz: {layer.Layer}: {layer.Pruned.Count} of {layer.Channels}");
    }

    private void Prune(TrainableClassifier copy, PrunableLayerKind kind)
    {
        if (copy.Layers.FirstOrDefault(layer => layer.Kind == kind) is not { } layer)
            return;
        var pruning = new NeuronPruning(copy, layer, samples, new RepairOptions(), []);
        foreach (var trigger in Lessons)
        {
            var curve = pruning.Run(trigger, fit.Summary.Accuracy);
            AnsiConsole.WriteLine($"{kind}: {curve.Pruned} of {curve.Neurons}, {curve.End}");
        }
    }
}
