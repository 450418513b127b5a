namespace ModelAssert.Zoo.Tests;

public class LogisticFitTests
{
    private static readonly double[][] Rows = [[0, 5], [1, 3], [2, 4], [3, 5], [4, 3], [5, 4]];
    private static readonly bool[] Infected = [false, false, false, true, true, true];

    [Fact]
    public void It_finds_the_feature_that_tells_them_apart_and_stays_finite_where_a_line_does()
    {
        var fit = new LogisticFit(Rows, Infected);

        Assert.All(Rows.Zip(Infected), model => Assert.Equal(model.Second, fit.LogOddsOf(model.First) > 0));
        Assert.True(Math.Abs(fit.LogOddsOf([5, 4]) - fit.LogOddsOf([0, 4])) > 5 * Math.Abs(fit.LogOddsOf([3, 5]) - fit.LogOddsOf([3, 3])));
        Assert.InRange(fit.LogOddsOf([5, 4]), 0, 10);
    }

    [Fact]
    public void The_optimum_is_that_of_the_ridge()
    {
        // Two models, one deviation to either side: the penalised likelihood is largest where 2·(1 − σ(b)) = b.
        var odds = new LogisticFit([[-1], [1]], [false, true]).LogOddsOf([1]);

        Assert.Equal(odds, 2 * (1 - 1 / (1 + Math.Exp(-odds))), 6);
    }

    [Fact]
    public void What_is_not_a_number_counts_as_average()
    {
        double[][] rows = [.. Rows.Select((row, i) => i == 0 ? [double.NaN, row[1]] : row)];

        Assert.True(double.IsFinite(new LogisticFit(rows, Infected).LogOddsOf([double.NaN, double.NaN])));
    }
}
