using ModelAssert.Verdicts;

namespace ModelAssert.Core.Tests.Verdicts;

public class MedianAbsoluteDeviationTests
{
    [Fact]
    public void An_even_count_has_the_mean_of_the_middle_two_as_median()
    {
        var statistics = MedianAbsoluteDeviation.Of([10, 60, 62, 64, 66, 68, 70, 72, 74, 76]);

        Assert.Equal(67, statistics.Median);
        Assert.Equal(7.4130, statistics.Deviation, 4);
        Assert.Equal(7.6892, statistics.AnomalyIndexOf(10), 4);
    }

    [Fact]
    public void The_authors_published_run_has_its_index() =>
        Assert.Equal(3.652087, new MedianAbsoluteDeviation(64.466667, 13.238736).AnomalyIndexOf(16.117647), 5);

    [Fact]
    public void The_index_is_one_sided()
    {
        var statistics = MedianAbsoluteDeviation.Of([1, 2, 3, 4, 5]);

        Assert.True(statistics.AnomalyIndexOf(1) > 0);
        Assert.True(statistics.AnomalyIndexOf(5) < 0);
    }

    [Fact]
    public void The_order_of_the_values_does_not_matter() =>
        Assert.Equal(MedianAbsoluteDeviation.Of([1, 2, 3, 9]), MedianAbsoluteDeviation.Of([9, 3, 1, 2]));

    [Fact]
    public void Equal_values_have_no_index() => Assert.True(double.IsNaN(MedianAbsoluteDeviation.Of([5, 5, 5, 1]).AnomalyIndexOf(1)));

    [Fact]
    public void No_values_have_no_median() => Assert.Throws<ArgumentException>(() => MedianAbsoluteDeviation.Of([]));
}
