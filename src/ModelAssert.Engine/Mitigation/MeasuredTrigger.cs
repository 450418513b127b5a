using ModelAssert.Engine.Classifiers;

namespace ModelAssert.Engine.Mitigation;

/// <summary>What the triggers of one infected label do to a network.</summary>
/// <param name="Of">The triggers.</param>
/// <param name="Found">What the scan's does.</param>
/// <param name="Unseen">What those do that no mitigation works with.</param>
/// <param name="Bar">The success up to which they do not count as working, a fraction.</param>
internal sealed record MeasuredTrigger(TriggerStarts Of, TriggerEffect Found, IReadOnlyList<TriggerEffect> Unseen, double Bar)
{
    /// <summary>Whether one of them works, of those that the mitigation may not have worked with too.</summary>
    public bool StillWorks => LargestSuccess > Bar;

    /// <summary>The success of the one that succeeds most.</summary>
    public double LargestSuccess => Unseen.Prepend(Found).Max(effect => effect.AttackSuccessRate);

    /// <summary>Measures triggers.</summary>
    /// <param name="triggers">The triggers.</param>
    /// <param name="network">The network.</param>
    /// <param name="measure">Measures one.</param>
    /// <param name="maximumSuccess">The largest success of a trigger that does not work; the share of clean images that go to its label anyway, where that is more.</param>
    public static MeasuredTrigger[] All(IEnumerable<TriggerStarts> triggers, DifferentiableClassifier network, MitigationMeasure measure, double maximumSuccess) => [.. triggers.Select(label =>
        new MeasuredTrigger(
            label, measure.EffectOf(label.Found, network), [.. label.Unseen.Select(trigger => measure.EffectOf(trigger, network))],
            Math.Max(maximumSuccess, measure.CleanShareOf(label.Label, network))))];
}
