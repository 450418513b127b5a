namespace ModelAssert.Core.Tests.Scanning;

public class MeasuredPowerTests
{
    [Fact]
    public void It_is_stated_for_the_scan_that_was_measured()
    {
        var power = MeasuredPower.Of(new ScanOptions())!;

        Assert.NotEmpty(power.Attacks);
        Assert.All(power.Attacks, attack => Assert.InRange(attack.Found, 0, attack.Models));
        Assert.InRange(power.FalseAlarms, 0, power.CleanModels);
        Assert.NotEmpty(power.NotMeasured);
        Assert.Empty(power.NotMeasured.Intersect(power.Attacks.Select(attack => attack.Attack)));
    }

    [Fact]
    public void And_for_no_other_one()
    {
        Assert.Null(MeasuredPower.Of(new ScanOptions { Profile = ScanProfile.Paper }));
        Assert.Null(MeasuredPower.Of(new ScanOptions { AnomalyIndexThreshold = 3 }));
    }
}
