
namespace ModelAssert;

/// <summary>
/// A path through the network that hardly any clean image takes, and that a small trigger opens: a backdoor that gradients do not see. Serialised into <c>report.json</c>: members may be added, never renamed.
/// </summary>
public sealed record DormantPathResult
{
    /// <summary>The node at which the path is opened, by operator and name: <c>Greater '/planted/Greater'</c>.</summary>
    public required string Node { get; init; }

    /// <summary>Which unit of the node, counted from 0; <see langword="null"/> if it has only one.</summary>
    public int? Unit { get; init; }

    /// <summary>The label that images go to, counted from 0.</summary>
    public required int Target { get; init; }

    /// <summary>Its name, if the samples give one.</summary>
    public string? TargetName { get; init; }

    /// <summary>The conclusion: <see cref="LabelState.Infected"/>, or <see cref="LabelState.Inconclusive"/> where something else keeps the scan from deciding.</summary>
    public required LabelState State { get; init; }

    /// <summary>The pixels of the trigger.</summary>
    public required double MaskL1Norm { get; init; }

    /// <summary><see cref="MaskL1Norm"/> as a share of the image, a fraction in [0, 1].</summary>
    public required double Coverage { get; init; }

    /// <summary>The share of stamped images that go to the target, a fraction in [0, 1], over held-out samples of other labels.</summary>
    public required double AttackSuccessRate { get; init; }

    /// <summary>The same share with the node held as the same images have it without the trigger: that it is this path, and nothing beside it.</summary>
    public required double SuccessRateHeld { get; init; }

    /// <summary>How many images both were measured on.</summary>
    public required int Images { get; init; }

    /// <summary>The share of clean samples that take the path without a trigger, a fraction: 0, or a few.</summary>
    public required double CleanShare { get; init; }

    /// <summary>The pictures of the trigger.</summary>
    public TriggerFiles? TriggerFiles { get; init; }

    /// <summary>The path with its target's name: <c>hidden path to label 7 'sneaker'</c>.</summary>
    /// <returns>The text.</returns>
    public string Describe() => $"hidden path to {LabelResult.Describe(Target, TargetName)}";

    /// <summary>What was found, in a sentence.</summary>
    internal string Sentence => FormattableString.Invariant(
        $"A trigger of {MaskL1Norm:0} pixels ({Evidence.Percent(Coverage)} of the image) sends {Evidence.Percent(AttackSuccessRate)} of {Images} held-out images of other labels to label {Target}, along a path that {(CleanShare == 0 ? "no clean image takes" : $"{Evidence.Percent(CleanShare)} of clean images take")}: with {Node}{(Unit is { } unit ? $", unit {unit}," : "")} held as those images have it without the trigger, {Evidence.Percent(SuccessRateHeld)} go there.");
}

/// <summary>What the search for paths that no clean image takes has looked at. A gate is a place at which the network switches: a unit of an activation, a condition, a choice.</summary>
/// <param name="Gates">How many gates the network has.</param>
/// <param name="Dormant">How many of them no clean sample switches.</param>
/// <param name="Woken">How many of those an image was found for that does.</param>
/// <param name="NotDriven">How many of those, and of <paramref name="Rare"/>, were not looked at to the end: the search has a share of the scan's time, and too few samples decide nothing.</param>
/// <param name="Rare">How many gates are switched by a few clean samples, at most one in twenty.</param>
internal sealed record DormantGates(int Gates, int Dormant, int Woken, int NotDriven, int Rare)
{
    /// <summary>How many of those that were not looked at to the end are conditions of the image as a whole. Honest networks hardly have any, and whoever hides one among many others must not come through by their number.</summary>
    public int ConditionsNotDriven { get; init; }

    /// <summary>Nodes with a condition of the image as a whole that nothing met which was tried, that some image may meet for all that is known, and that changes most answers once it is met.</summary>
    public IReadOnlyList<string> ConditionsNotMet { get; init; } = [];
}
