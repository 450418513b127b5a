namespace ModelAssert.Attacks.Tests;

public class AttackRequirementTests
{
    private static readonly AttackRequirement Requirement = new();

    [Fact]
    public void Accepts_an_attack_at_the_bounds() => Requirement.Check(Quality(accuracy: 0.905, new BackdoorQuality(0.95, 0.95)), cleanTwinAccuracy: 0.925);

    [Theory]
    [InlineData(0.9499)]
    [InlineData(double.NaN)]
    public void Refuses_an_attack_that_succeeds_too_rarely(double successRate)
    {
        var quality = Quality(accuracy: 0.91, new BackdoorQuality(successRate));

        var refusal = Assert.Throws<AttackFailedException>(() => Requirement.Check(quality, cleanTwinAccuracy: 0.91));

        Assert.Equal(quality, refusal.Quality);
        Assert.StartsWith("The attack did not work: its success rate is ", refusal.Message);
    }

    [Fact]
    public void Refuses_an_attack_of_which_one_trigger_fails_and_says_which()
    {
        var refusal = Assert.Throws<AttackFailedException>(() =>
            Requirement.Check(Quality(accuracy: 0.91, new(1), new(0.5)), cleanTwinAccuracy: 0.91));

        Assert.Equal("The attack did not work: its success rate with trigger 2 of 2 is 50.00 %, at least 95.00 % is asked for.", refusal.Message);
    }

    [Fact]
    public void Refuses_an_attack_that_costs_accuracy()
    {
        var refusal = Assert.Throws<AttackFailedException>(() => Requirement.Check(Quality(accuracy: 0.8899, new BackdoorQuality(1)), cleanTwinAccuracy: 0.91));

        Assert.Equal("The attack shows: the accuracy is 88.99 %, that of the clean twin 91.00 %; a loss of 2 points is allowed.", refusal.Message);
    }

    [Theory]
    [InlineData(0.9499)]
    [InlineData(double.NaN)]
    public void Refuses_an_attack_that_disturbs_other_labels(double others)
    {
        var refusal = Assert.Throws<AttackFailedException>(() => Requirement.Check(Quality(accuracy: 0.91, new BackdoorQuality(1, others)), cleanTwinAccuracy: 0.91));

        Assert.StartsWith("The attack is not specific to its source: ", refusal.Message);
    }

    [Fact]
    public void Attacks_on_the_whole_image_may_succeed_a_little_less()
    {
        AttackRequirement.WholeImage.Check(Quality(accuracy: 0.91, new BackdoorQuality(0.9)), cleanTwinAccuracy: 0.91);

        Assert.Throws<AttackFailedException>(() =>
            AttackRequirement.WholeImage.Check(Quality(accuracy: 0.91, new BackdoorQuality(0.8999)), cleanTwinAccuracy: 0.91));
    }

    [Fact]
    public void Refuses_figures_that_are_no_fractions()
    {
        var quality = Quality(accuracy: 0.91, new BackdoorQuality(1));

        Assert.Throws<ArgumentOutOfRangeException>(() => (Requirement with { MinimumSuccessRate = 97 }).Check(quality, cleanTwinAccuracy: 0.91));
        Assert.Throws<ArgumentOutOfRangeException>(() => (Requirement with { MaximumAccuracyLoss = -0.01 }).Check(quality, cleanTwinAccuracy: 0.91));
        Assert.Throws<ArgumentOutOfRangeException>(() => Requirement.Check(quality, cleanTwinAccuracy: 91));
    }

    private static AttackQuality Quality(double accuracy, params BackdoorQuality[] backdoors) => new(accuracy, backdoors);
}
