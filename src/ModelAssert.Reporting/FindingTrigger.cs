using ModelAssert.Reporting.Looks;

namespace ModelAssert.Reporting;

/// <summary>The trigger of a finding that is no label, and what to show it on.</summary>
/// <param name="Name">What the names of its arrays end in.</param>
/// <param name="Files">Its pictures.</param>
/// <param name="Look">What can be seen of it.</param>
/// <param name="Examples">Clean samples.</param>
internal sealed record FindingTrigger(string Name, TriggerFiles Files, ITriggerLook Look, IReadOnlyList<ExampleImage> Examples)
{
    /// <summary>The same for a stamp.</summary>
    public FindingTrigger(string name, TriggerFiles files, Trigger trigger, IReadOnlyList<ExampleImage> examples)
        : this(name, files, new StampLook(trigger), examples)
    {
    }
}
