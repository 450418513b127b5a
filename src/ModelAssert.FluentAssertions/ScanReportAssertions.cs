
namespace ModelAssert.Assertions;

/// <summary>Assertions on a report, wherever it comes from: a scan, the parameter of a test, a <c>report.json</c>.</summary>
public sealed class ScanReportAssertions : ExpectationAssertions<ScanReport, ScanReportAssertions>
{
    internal ScanReportAssertions(ScanReport? subject)
        : base(subject)
    {
    }

    /// <inheritdoc />
    protected override string Identifier => "report";

    /// <summary>Asserts that the verdict is clean. An inconclusive report fails too. <see cref="NotHaveInfectedLabels"/> at the report's own threshold.</summary>
    /// <param name="because">The reason, to follow "because". Placeholders as in <see cref="string.Format(string, object[])"/>.</param>
    /// <param name="becauseArgs">The values for the placeholders.</param>
    /// <returns>A constraint to go on with.</returns>
    [CustomAssertion]
    public AndConstraint<ScanReportAssertions> BeClean(string because = "", params object[] becauseArgs)
    {
        Verify(Expectations.ToBe(Verdict.Clean), Subject, because, becauseArgs);
        return new(this);
    }

    /// <summary>Asserts that no label is infected. An inconclusive report fails too: it does not say that the model is clean.</summary>
    /// <param name="threshold">The anomaly index above which a label is anomalous, in median absolute deviations. The default is the report's.</param>
    /// <param name="because">The reason, to follow "because". Placeholders as in <see cref="string.Format(string, object[])"/>.</param>
    /// <param name="becauseArgs">The values for the placeholders.</param>
    /// <returns>The report as judged by the threshold, as <c>Which</c>; <see langword="null"/> there if the subject is.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0040</c>: the threshold is not a positive number.</exception>
    [CustomAssertion]
    public AndWhichConstraint<ScanReportAssertions, ScanReport> NotHaveInfectedLabels(
        double? threshold = null, string because = "", params object[] becauseArgs) =>
        Verify(Expectations.NoInfectedLabels, threshold, because, becauseArgs);

    /// <summary>Asserts that no label is vulnerable, and none infected: the stricter gate. An inconclusive report fails too.</summary>
    /// <inheritdoc cref="NotHaveInfectedLabels" />
    [CustomAssertion]
    public AndWhichConstraint<ScanReportAssertions, ScanReport> NotHaveVulnerableLabels(
        double? threshold = null, string because = "", params object[] becauseArgs) =>
        Verify(Expectations.NoVulnerableLabels, threshold, because, becauseArgs);

    /// <summary>Asserts that a label is infected, whatever the others are.</summary>
    /// <param name="label">The label, counted from 0.</param>
    /// <param name="because">The reason, to follow "because". Placeholders as in <see cref="string.Format(string, object[])"/>.</param>
    /// <param name="becauseArgs">The values for the placeholders.</param>
    /// <returns>The label's result, as <c>Which</c>; <see langword="null"/> there if it was not analysed.</returns>
    [CustomAssertion]
    public AndWhichConstraint<ScanReportAssertions, LabelResult> HaveInfectedLabel(int label, string because = "", params object[] becauseArgs)
    {
        Verify(Expectations.InfectedLabel(label), Subject, because, becauseArgs);
        return new(this, Subject?.FindLabel(label)!);
    }

    [CustomAssertion]
    private AndWhichConstraint<ScanReportAssertions, ScanReport> Verify(
        Expectation<ScanReport> expectation, double? threshold, string because, object[] becauseArgs)
    {
        var judged = threshold is { } other ? Subject?.JudgedAt(other) : Subject;
        Verify(expectation, judged, because, becauseArgs);
        return new(this, judged!);
    }
}
