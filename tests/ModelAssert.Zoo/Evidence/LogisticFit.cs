using MathNet.Numerics.LinearAlgebra;

namespace ModelAssert.Zoo;

/// <summary>A logistic regression with a ridge, by Newton's method (Hastie, Tibshirani and Friedman 2009, section 4.4). Features are standardised; one that is not a number counts as average.</summary>
internal sealed class LogisticFit
{
    // Keeps coefficients finite where a line separates the models, as it mostly does here.
    private const double Ridge = 1;
    private const int Iterations = 30;

    private readonly (double Mean, double Deviation)[] scales;
    private readonly Vector<double> coefficients;

    /// <param name="features">A row for each model.</param>
    /// <param name="infected">Whether each model is infected.</param>
    public LogisticFit(IReadOnlyList<double[]> features, IReadOnlyList<bool> infected)
    {
        scales = [.. Enumerable.Range(0, features[0].Length).Select(column => ScaleOf([.. features.Select(row => row[column]).Where(double.IsFinite)]))];
        var rows = Matrix<double>.Build.DenseOfRows(features.Select(Standardised));
        var truth = Vector<double>.Build.DenseOfEnumerable(infected.Select(value => value ? 1.0 : 0));
        // The constant is free.
        var ridge = Matrix<double>.Build.DenseDiagonal(rows.ColumnCount, rows.ColumnCount, column => column == 0 ? 1e-6 : Ridge);
        coefficients = Vector<double>.Build.Dense(rows.ColumnCount);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            var predicted = (rows * coefficients).Map(Probability);
            var curvature = rows.TransposeThisAndMultiply(Matrix<double>.Build.DenseOfDiagonalVector(predicted.Map(p => p * (1 - p))) * rows) + ridge;
            coefficients += curvature.Solve(rows.TransposeThisAndMultiply(truth - predicted) - ridge * coefficients);
        }
    }

    /// <summary>How suspicious a model is, as log odds.</summary>
    public double LogOddsOf(double[] features) => Vector<double>.Build.DenseOfEnumerable(Standardised(features)) * coefficients;

    private IEnumerable<double> Standardised(double[] row) => row.Select((value, column) => double.IsFinite(value) ? (value - scales[column].Mean) / scales[column].Deviation : 0).Prepend(1);

    private static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    private static (double, double) ScaleOf(double[] values)
    {
        if (values.Length == 0)
            return (0, 1);
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return (mean, deviation > 0 ? deviation : 1);
    }
}
