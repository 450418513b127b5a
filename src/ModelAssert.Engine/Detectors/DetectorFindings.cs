using ModelAssert.Reporting;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.Detectors;

/// <summary>What one detector found, and what the report says of it.</summary>
internal abstract record DetectorFindings
{
    /// <summary>What it concludes of the model; <see langword="null"/> if it did not look.</summary>
    public abstract Conclusion? Conclusion { get; }

    /// <summary>Why it did not look, a sentence; <see langword="null"/> if it did.</summary>
    public virtual string? WhyNot => null;

    /// <summary>The labels that images go to by what it found.</summary>
    public virtual IEnumerable<int> InfectedTargets => [];

    /// <summary>Triggers that it proposes to those that look for the smallest of each label. They compete with what is found there: the smallest that works counts.</summary>
    public virtual IEnumerable<ProposedTrigger> Proposals => [];

    /// <summary>The median size of the triggers of labels, in pixels, if it knows that: what later detectors hold other triggers against.</summary>
    public virtual double? MedianNorm => null;

    /// <summary>What it looks like where something keeps the whole scan from saying that anything is infected.</summary>
    /// <param name="reason">What that is, a sentence.</param>
    public abstract DetectorFindings Withheld(string reason);

    /// <summary>The findings, if the report has no table of them.</summary>
    /// <param name="nameOf">The names of labels.</param>
    public virtual IReadOnlyList<Finding>? FindingsFor(Func<int, string?> nameOf) => null;

    /// <summary>Puts its table into the report, if it has one.</summary>
    /// <param name="report">The report.</param>
    /// <param name="nameOf">The names of labels.</param>
    public virtual ScanReport AddTo(ScanReport report, Func<int, string?> nameOf) => report;

    /// <summary>The triggers of its findings that are no labels, to be drawn.</summary>
    /// <param name="report">The report, complete.</param>
    public virtual IEnumerable<FindingTrigger> TriggersIn(ScanReport report) => [];
}

/// <summary>What a detector says that has nothing to look at.</summary>
/// <param name="WhyNot">Why, a sentence.</param>
internal sealed record NothingToLookAt(string WhyNot) : DetectorFindings
{
    /// <inheritdoc />
    public override Conclusion? Conclusion => null;

    /// <inheritdoc />
    public override string WhyNot { get; } = WhyNot;

    /// <inheritdoc />
    public override DetectorFindings Withheld(string reason) => this;
}
