using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Mitigation.Filtering;

/// <summary>Weights of neurons whose sum tells stamped images from clean ones.</summary>
internal static class Discriminant
{
    /// <summary>
    /// What is added to every neuron's variance, as a share of their mean variance: from a hundredth to one it made no difference where images were many, and with few it is what keeps the weights small.
    /// </summary>
    private const double Ridge = 1;

    /// <summary>
    /// Fisher's: the weights by which the means of both lie farthest apart, in deviations. They take from a neuron what others tell of it, so that what moves it on clean images cancels out. On the networks of
    /// docs/filter.md this misses a fraction of what the published mean of the top neurons does.
    /// </summary>
    /// <param name="clean">Activations on clean images, <c>[N, neurons]</c>.</param>
    /// <param name="stamped">Activations on stamped images, <c>[M, neurons]</c>.</param>
    /// <returns><c>[neurons]</c>, float64; the current dispose scope owns it.</returns>
    public static torch.Tensor Fisher(torch.Tensor clean, torch.Tensor stamped)
    {
        var (cleanMean, stampedMean) = (clean.mean([0L]), stamped.mean([0L]));
        var rise = (stampedMean - cleanMean).to(torch.ScalarType.Float64);
        var spread = torch.cat([Spread(clean, cleanMean), Spread(stamped, stampedMean)], 0);
        var ridge = Ridge * spread.Squared().sum().item<double>() / spread.shape[1];
        if (ridge == 0)
            return rise;

        // (XᵀX + r)⁻¹ d = (d − Xᵀ (XXᵀ + r)⁻¹ X d) / r: as many equations as images, however large the layer.
        var images = spread.mm(spread.t()).Plus(torch.eye(spread.shape[0], dtype: torch.ScalarType.Float64).Times(ridge));
        return (rise - spread.t().mv(torch.linalg.solve(images, spread.mv(rise)))).Over(ridge);
    }

    /// <summary>The published one: the mean of the top 1 % of the neurons (Wang et al. 2019, section VI-A).</summary>
    /// <param name="top">Their places.</param>
    /// <param name="neurons">How many neurons there are.</param>
    /// <returns><c>[neurons]</c>, float64; the current dispose scope owns it.</returns>
    public static torch.Tensor MeanOf(IReadOnlyList<int> top, int neurons)
    {
        var weights = torch.zeros(neurons, torch.ScalarType.Float64);
        foreach (var neuron in top)
            weights[neuron] = 1.0 / top.Count;
        return weights;
    }

    private static torch.Tensor Spread(torch.Tensor activations, torch.Tensor mean) => (activations - mean).to(torch.ScalarType.Float64).Over(Math.Sqrt(activations.shape[0]));
}
