namespace ModelAssert.Attacks.Tests;

public class AttackRequirementTests
{
    private static readonly AttackRequirement Requirement = new();

    [Fact]
    public void Accepts_an_attack_at_the_bounds() =>
        Requirement.Check(new AttackQuality(Accuracy: 0.905, AttackSuccessRate: 0.97), cleanTwinAccuracy: 0.915);

    [Theory]
    [InlineData(0.9699)]
    [InlineData(double.NaN)]
    public void Refuses_an_attack_that_succeeds_too_rarely(double successRate)
    {
        var quality = new AttackQuality(Accuracy: 0.91, successRate);

        var refusal = Assert.Throws<AttackFailedException>(() => Requirement.Check(quality, cleanTwinAccuracy: 0.91));

        Assert.Equal(quality, refusal.Quality);
        Assert.StartsWith("The attack did not work: its success rate is ", refusal.Message);
    }

    [Fact]
    public void Refuses_an_attack_that_costs_accuracy()
    {
        var refusal = Assert.Throws<AttackFailedException>(() =>
            Requirement.Check(new AttackQuality(Accuracy: 0.8999, AttackSuccessRate: 1), cleanTwinAccuracy: 0.91));

        Assert.Equal("The attack shows: the accuracy is 89.99 %, that of the clean twin 91.00 %; a loss of 1 points is allowed.", refusal.Message);
    }

    [Fact]
    public void Refuses_figures_that_are_no_fractions()
    {
        var quality = new AttackQuality(Accuracy: 0.91, AttackSuccessRate: 1);

        Assert.Throws<ArgumentOutOfRangeException>(() => (Requirement with { MinimumSuccessRate = 97 }).Check(quality, cleanTwinAccuracy: 0.91));
        Assert.Throws<ArgumentOutOfRangeException>(() => (Requirement with { MaximumAccuracyLoss = -0.01 }).Check(quality, cleanTwinAccuracy: 0.91));
        Assert.Throws<ArgumentOutOfRangeException>(() => Requirement.Check(quality, cleanTwinAccuracy: 91));
    }
}
