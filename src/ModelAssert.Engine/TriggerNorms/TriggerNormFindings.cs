using ModelAssert.Artifacts;
using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Inversion;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.TriggerNorms;

/// <summary>What the triggers of the labels came to.</summary>
/// <param name="Judgement">What they say of the labels.</param>
/// <param name="Triggers">The reversed triggers, in the order of the judgement's labels.</param>
/// <param name="References">The labels that stood for all in the statistics, or <see langword="null"/> if every label did.</param>
internal sealed record TriggerNormFindings(Judgement Judgement, IReadOnlyList<ReversedTrigger> Triggers, IReadOnlyList<int>? References) : DetectorFindings
{
    /// <summary>How often each label was optimised; the smaller trigger of several counts.</summary>
    public int Starts { get; init; } = 1;

    /// <summary>What was reversed again before a label was called infected, or <see langword="null"/> where none was.</summary>
    public SecondLook? SecondLook { get; init; }

    /// <summary>What the triggers of flagged labels do to the neurons that they drive most, by label, as far as the network's layers can be seen.</summary>
    public IReadOnlyDictionary<int, NeuronActivation> Activations { get; init; } = new Dictionary<int, NeuronActivation>();

    /// <summary>The norms of the triggers that clean twins of the network have, label by label; empty where there are none.</summary>
    public IReadOnlyList<IReadOnlyList<double>> TwinNorms { get; init; } = [];

    /// <summary>The triggers of the labels that are infected.</summary>
    public IEnumerable<Trigger> Infected =>
        Judgement.Labels.Zip(Triggers).Where(label => label.First.State == LabelState.Infected).Select(label => label.Second.Trigger);

    /// <inheritdoc />
    public override Conclusion Conclusion => Judgement.Conclusion;

    /// <inheritdoc />
    public override IEnumerable<int> InfectedTargets => Infected.Select(trigger => trigger.TargetLabel);

    /// <inheritdoc />
    public override double? MedianNorm => Judgement.MedianNorm;

    /// <inheritdoc />
    public override DetectorFindings Withheld(string reason) => this with { Judgement = Judgement.Withheld(reason) };

    /// <inheritdoc />
    public override ScanReport AddTo(ScanReport report, Func<int, string?> nameOf) => report with
    {
        AnomalyIndex = Judgement.AnomalyIndex,
        DetectableNorm = Judgement.DetectableNorm,
        Labels = [.. Judgement.Labels.Zip(Triggers).Select((label, place) => ResultOf(label.First, label.Second, nameOf) with { TwinNorms = TwinNorms.ElementAtOrDefault(place) is { Count: > 0 } norms ? norms : null })],
        Starts = Starts,
        SecondLook = SecondLook,
        ReferenceLabels = References,
    };

    private LabelResult ResultOf(LabelJudgement judged, ReversedTrigger reversed, Func<int, string?> nameOf) => new()
    {
        Label = judged.Label,
        Name = nameOf(judged.Label),
        State = judged.State,
        AnomalyIndex = judged.AnomalyIndex,
        MaskL1Norm = reversed.Trigger.MaskL1Norm,
        NormToMedian = judged.NormToMedian,
        PValue = judged.PValue,
        Coverage = reversed.Trigger.Coverage,
        AttackSuccessRate = reversed.AttackSuccessRate,
        Converged = reversed.Converged,
        Steps = reversed.Steps,
        Norms = [.. reversed.Norms.TakeWhile(double.IsFinite).Select(norm => Math.Round(norm, 2))],
        Stopped = reversed.Stopped,
        Origin = reversed.Origin,
        FromPredecessor = reversed.FromPredecessor,
        ColdNorm = reversed.ColdNorm,
        IsUpperBound = reversed.IsUpperBound,
        NormInterval = reversed.NormInterval,
        Cached = reversed.Cached,
        Activation = Activations.GetValueOrDefault(judged.Label),
        TriggerFiles = judged.State is LabelState.Infected or LabelState.Vulnerable ? ArtifactFolder.TriggerFilesOf(judged.Label) : null,
    };
}
