using ModelAssert.Assertions;


namespace ModelAssert.Core.Tests.Verdicts;

public class EnforcementTests
{
    [Fact]
    public void A_clean_report_passes() => Reports.Clean.ThrowIfInfected();

    [Fact]
    public void An_infected_report_throws_the_failure_message() => Assert.Equal(
        FailureMessage.Of(Reports.WithInfectedLabel, because: "it drives cars"),
        Assert.Throws<BackdoorFoundException>(() => Reports.WithInfectedLabel.ThrowIfInfected("it drives cars")).Message);

    [Fact]
    public void An_inconclusive_report_is_not_taken_for_a_clean_one() =>
        Assert.Throws<BackdoorFoundException>(() => Reports.Inconclusive.ThrowIfInfected());

    /// <summary>The name of the interface is all that xunit looks at.</summary>
    [Fact]
    public void Xunit_counts_it_as_a_failed_assertion() =>
        Assert.Contains(typeof(BackdoorFoundException).GetInterfaces(), type => type.Name == "IAssertionException");
}
