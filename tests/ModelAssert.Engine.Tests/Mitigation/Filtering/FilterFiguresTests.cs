using ModelAssert.Engine.Mitigation.Filtering;

namespace ModelAssert.Engine.Tests.Mitigation.Filtering;

public class FilterFiguresTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.05, 9.5)]
    [InlineData(0.1, 9)]
    [InlineData(0.25, 7.5)]
    [InlineData(1, 0)]
    public void A_threshold_is_a_quantile_of_clean_scores_linear_between_two_of_them(double rate, float threshold) =>
        Assert.Equal(threshold, new FilterFigures([7, 0, 3, 10, 1, 9, 2, 8, 4, 6, 5], [(1, true)]).ThresholdFor(rate));

    [Fact]
    public void A_point_of_the_curve_counts_what_is_above_the_threshold_as_rejected()
    {
        var figures = new FilterFigures([0, 1, 2, 3], [(3, true), (2, true), (1, false), (4, true)]);

        Assert.Equal(new FilterPoint(0.25, 0.5, 2), figures.At(2));
        Assert.Equal((0.75, 0.25), (figures.AttackSuccessRate, figures.PassedSuccessAt(2)));
        Assert.Equal(4, figures.CleanImages);
    }

    [Fact]
    public void The_area_under_the_curve_counts_pairs_and_equal_scores_half()
    {
        Assert.Equal(1, new FilterFigures([0, 1], [(2, true), (3, true)]).Auroc());
        Assert.Equal(0.5, new FilterFigures([1, 1], [(1, true)]).Auroc());
        Assert.Equal(0.625, new FilterFigures([0, 1, 2, 3], [(2, true)]).Auroc());
    }

    [Fact]
    public void A_curve_goes_from_no_clean_image_rejected_to_all_but_the_smallest_score()
    {
        var points = new FilterFigures([.. Enumerable.Range(0, 1000).Select(i => (float)i)], [.. Enumerable.Range(500, 1000).Select(i => ((float)i, true))]).Points();

        Assert.Equal((0, 0.5), (points[0].FalsePositiveRate, points[0].FalseNegativeRate));
        Assert.Equal((0.999, 0), (points[^1].FalsePositiveRate, points[^1].FalseNegativeRate));
        Assert.Equal(points.OrderBy(point => point.FalsePositiveRate), points);
        Assert.Contains(points, point => point.FalsePositiveRate == 0.05);
    }
}
