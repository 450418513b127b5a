namespace ModelAssert.Verdicts;

/// <summary>
/// What is left of a table of values once the habit of its rows and that of its columns are taken out (Tukey 1977, chapter 11): medians, so that a few outliers stay
/// what they are. A row or a column may lack values.
/// </summary>
internal static class MedianPolish
{
    /// <summary>More rounds than it takes; the residuals change by nothing then.</summary>
    private const int Rounds = 10;

    /// <summary>The residuals.</summary>
    /// <param name="cells">The values, each with its row and its column.</param>
    /// <returns>One for each cell, in order.</returns>
    public static double[] Residuals(IReadOnlyList<(int Row, int Column, double Value)> cells)
    {
        double[] left = [.. cells.Select(cell => cell.Value)];
        for (var round = 0; round < Rounds; round++)
        {
            TakeOut(left, cells, cell => cell.Row);
            TakeOut(left, cells, cell => cell.Column);
        }

        return left;
    }

    private static void TakeOut(double[] left, IReadOnlyList<(int Row, int Column, double Value)> cells, Func<(int Row, int Column, double Value), int> lineOf)
    {
        foreach (var line in cells.Index().GroupBy(cell => lineOf(cell.Item), cell => cell.Index))
        {
            var median = MedianAbsoluteDeviation.Of([.. line.Select(cell => left[cell])]).Median;
            foreach (var cell in line)
                left[cell] -= median;
        }
    }
}
