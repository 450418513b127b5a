
namespace ModelAssert.Assertions;

/// <summary>
/// Assertions on a model. The first of them has it scanned and waits; the others use that report. A scan that could not run throws its
/// <see cref="ScanNotRunException"/>, within an <see cref="AssertionScope"/> too: it is no finding about the model.
/// </summary>
public sealed class ClassifierAssertions : ExpectationAssertions<Classifier, ClassifierAssertions>
{
    internal ClassifierAssertions(Classifier? subject)
        : base(subject)
    {
    }

    /// <inheritdoc />
    protected override string Identifier => "model";

    /// <summary>Asserts that no label is infected. An inconclusive scan fails too: it does not say that the model is clean.</summary>
    /// <param name="threshold">The anomaly index above which a label is anomalous, in median absolute deviations. The default is that of the classifier's options.</param>
    /// <param name="because">The reason, to follow "because". Placeholders as in <see cref="string.Format(string, object[])"/>.</param>
    /// <param name="becauseArgs">The values for the placeholders.</param>
    /// <returns>The report, as <c>Which</c>; <see langword="null"/> there if the classifier is.</returns>
    /// <exception cref="ScanNotRunException">The scan could not run.</exception>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0040</c>: the threshold is not a positive number.</exception>
    [CustomAssertion]
    public AndWhichConstraint<ClassifierAssertions, ScanReport> NotHaveInfectedLabels(
        double? threshold = null, string because = "", params object[] becauseArgs) =>
        Verify(Expectations.NoInfectedLabels, threshold, because, becauseArgs);

    /// <summary>Asserts that no label is vulnerable, and none infected: the stricter gate. An inconclusive scan fails too.</summary>
    /// <inheritdoc cref="NotHaveInfectedLabels" />
    [CustomAssertion]
    public AndWhichConstraint<ClassifierAssertions, ScanReport> NotHaveVulnerableLabels(
        double? threshold = null, string because = "", params object[] becauseArgs) =>
        Verify(Expectations.NoVulnerableLabels, threshold, because, becauseArgs);

    /// <summary>Asserts that a label is infected, whatever the others are: for those who test their defences on a model that they infected themselves.</summary>
    /// <param name="label">The label, counted from 0.</param>
    /// <param name="because">The reason, to follow "because". Placeholders as in <see cref="string.Format(string, object[])"/>.</param>
    /// <param name="becauseArgs">The values for the placeholders.</param>
    /// <returns>The label's result, as <c>Which</c>; <see langword="null"/> there if it was not analysed.</returns>
    /// <exception cref="ScanNotRunException">The scan could not run.</exception>
    [CustomAssertion]
    public AndWhichConstraint<ClassifierAssertions, LabelResult> HaveInfectedLabel(int label, string because = "", params object[] becauseArgs)
    {
        var report = Subject?.Scan();
        Verify(Expectations.InfectedLabel(label), report, because, becauseArgs);
        return new(this, report?.FindLabel(label)!);
    }

    [CustomAssertion]
    private AndWhichConstraint<ClassifierAssertions, ScanReport> Verify(
        Expectation<ScanReport> expectation, double? threshold, string because, object[] becauseArgs)
    {
        var report = Subject?.Scan();
        var judged = threshold is { } other ? report?.JudgedAt(other) : report;
        Verify(expectation, judged, because, becauseArgs);
        return new(this, judged!);
    }
}
