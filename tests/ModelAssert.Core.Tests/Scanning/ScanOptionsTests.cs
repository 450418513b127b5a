namespace ModelAssert.Core.Tests.Scanning;

public class ScanOptionsTests
{
    public static TheoryData<ScanOptions> Illegal =>
    [
        new ScanOptions { AnomalyIndexThreshold = 0 }, new ScanOptions { AnomalyIndexThreshold = double.NaN },
        new ScanOptions { MinimumAccuracy = 1.1 }, new ScanOptions { MaximumSamples = 19 }, new ScanOptions { Profile = (ScanProfile)7 },
        new ScanOptions { Labels = [] }, new ScanOptions { Labels = [-1] }, new ScanOptions { Labels = [1, 1] },
    ];

    [Theory]
    [MemberData(nameof(Illegal))]
    public void A_value_out_of_its_range_is_refused(ScanOptions options) =>
        Assert.Equal(DiagnosticIds.OptionOutOfRange, Assert.Throws<ModelAssertException>(options.Validate).Id);

    [Theory]
    [InlineData("The threshold is '-1'. Give a number above 0, such as 2.0.")]
    [InlineData("The minimum accuracy is '1.1'. Give a fraction from 0 to 1, such as 0.5.")]
    [InlineData("The maximum of samples is '19'. Give a whole number of at least 20.")]
    [InlineData("The profile is '7'. Give 'fast', 'paper' or 'paper-lowcost'.")]
    [InlineData("The source-specific scan is '7'. Give 'none', 'screened' or 'all'.")]
    [InlineData("The time limit is '-1'. Give a number of seconds above 0, at most a year, such as 600.")]
    [InlineData("The labels is '1,1'. Give distinct label numbers, counted from 0.")]
    public void The_error_names_the_option_its_value_and_what_is_legal(string message)
    {
        ScanOptions[] illegal =
        [
            new() { AnomalyIndexThreshold = -1 }, new() { MinimumAccuracy = 1.1 }, new() { MaximumSamples = 19 }, new() { Profile = (ScanProfile)7 }, new() { SourceSpecific = (SourceSpecificScan)7 },
            new() { TimeLimit = TimeSpan.FromSeconds(-1) }, new() { Labels = [1, 1] },
        ];

        Assert.Contains(illegal, options => Assert.Throws<ModelAssertException>(options.Validate).Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_defaults_are_legal() => new ScanOptions().Validate();
}
