
namespace ModelAssert.Assertions;

/// <summary>
/// Holds Core's expectations against a subject, in the grammar of the assertion library. Everything in which the supported libraries differ is here.
/// </summary>
/// <typeparam name="TSubject">What is asserted on.</typeparam>
/// <typeparam name="TAssertions">The class that derives from this one.</typeparam>
public abstract class ExpectationAssertions<TSubject, TAssertions> : ReferenceTypeAssertions<TSubject, TAssertions>
    where TSubject : class
    where TAssertions : ExpectationAssertions<TSubject, TAssertions>
{
    private const string NoSubject = "found <null>.";

#if AWESOME_ASSERTIONS
    private protected ExpectationAssertions(TSubject? subject)
        : base(subject!, AssertionChain.GetOrCreate())
    {
    }

    private AssertionChain Assertion => CurrentAssertionChain;
#else
    private protected ExpectationAssertions(TSubject? subject)
        : base(subject!)
    {
    }

    private static AssertionScope Assertion => Execute.Assertion;
#endif

    /// <summary>Fails if a report is not as expected, or if there is none. Within an <see cref="AssertionScope"/> it returns all the same.</summary>
    [CustomAssertion]
    private protected void Verify(Expectation<ScanReport> expectation, ScanReport? report, string because, object[] becauseArgs)
    {
        var finding = report is null ? NoSubject : expectation.FindingAgainst(report);
        Verify(expectation.Text, report?.Model.FileName, finding, because, becauseArgs);
        // The libraries know no test and have no output of their own; a console most runners show with the test.
        if (finding is null && PassMessage.Of(report!) is { } passed)
            Console.WriteLine(passed);
    }

    /// <summary>Fails if a label is not as expected, or if there is none. Within an <see cref="AssertionScope"/> it returns all the same.</summary>
    [CustomAssertion]
    private protected void Verify(Expectation<LabelResult> expectation, LabelResult? label, string because, object[] becauseArgs) =>
        Verify(expectation.Text, label?.Describe(), label is null ? NoSubject : expectation.FindingAgainst(label), because, becauseArgs);

    [CustomAssertion]
    private void Verify(string expected, string? name, string? finding, string because, object[] becauseArgs)
    {
        var subject = $"{{context:{Identifier}}}" + (name is null ? "" : Literal($" ({name})"));
        Assertion
            .BecauseOf(because, becauseArgs)
            .ForCondition(finding is null)
            .FailWith($"Expected {subject} {Literal(expected)}{{reason}}, but {Literal(finding ?? "")}");
    }

    /// <summary>Text for a message that the library formats: names of labels and paths may hold braces.</summary>
    private static string Literal(string text) => text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}
