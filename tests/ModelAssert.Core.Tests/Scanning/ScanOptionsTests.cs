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

    [Fact]
    public void The_defaults_are_legal() => new ScanOptions().Validate();
}
