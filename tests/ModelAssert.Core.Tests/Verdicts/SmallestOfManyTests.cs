using ModelAssert.Verdicts;

namespace ModelAssert.Core.Tests.Verdicts;

public class SmallestOfManyTests
{
    [Theory]
    // The chance that a clean model is flagged at 2 and at 3, and the thresholds for 5 % and 1 % (method, section 6a: 40,000 draws of normal norms).
    [InlineData(3, 0.23, 0.17, 11.1)]
    [InlineData(10, 0.33, 0.12, 3.92)]
    [InlineData(43, 0.64, 0.13, 3.48)]
    [InlineData(200, 0.98, 0.28, 3.62)]
    [InlineData(1283, 1.00, 0.80, 3.98, Traits = ["Tier", "Slow"])]
    public void The_null_distribution_is_that_of_the_method(int labels, double at2, double at3, double thresholdFor5Percent)
    {
        Assert.Equal(at2, SmallestOfMany.PValue(2, labels, labels), 0.015);
        Assert.Equal(at3, SmallestOfMany.PValue(3, labels, labels), 0.015);
        Assert.Equal(0.05, SmallestOfMany.PValue(thresholdFor5Percent, labels, labels), 0.01);
    }

    [Fact]
    public void Nothing_is_impossible_and_nothing_is_more_than_certain()
    {
        Assert.InRange(SmallestOfMany.PValue(1e9, 10, 10), 1e-6, 1e-3);
        Assert.InRange(SmallestOfMany.PValue(-1e9, 10, 10), 0.99, 1);
    }

    [Fact]
    public void The_smallest_of_more_labels_than_were_measured_is_smaller() =>
        Assert.True(SmallestOfMany.PValue(3.5, 200, 40) > 2 * SmallestOfMany.PValue(3.5, 40, 40));

    [Fact]
    public void Distances_are_told_in_logarithms()
    {
        double[] norms = [1, 10, 100, 1000, 10000];

        var spread = SmallestOfMany.SpreadOf(norms);

        Assert.Equal(2 / MedianAbsoluteDeviation.Consistency, SmallestOfMany.DistanceOf(1, spread), 10);
        Assert.Equal(0, SmallestOfMany.DistanceOf(100, spread), 10);
        Assert.True(double.IsNaN(SmallestOfMany.DistanceOf(1, SmallestOfMany.SpreadOf([5, 5, 5]))));
    }

    [Theory]
    [InlineData(10, 2)]
    [InlineData(10, 11)]
    public void There_must_be_three_references_and_no_more_than_labels(int labels, int references) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SmallestOfMany.PValue(1, labels, references));
}
