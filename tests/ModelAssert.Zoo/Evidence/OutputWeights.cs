using ModelAssert.Engine.Classifiers;
using ModelAssert.Verdicts;
using TorchSharp;

namespace ModelAssert.Zoo;

/// <summary>The check that scanners of weights make: whether one label's row in the output layer stands out. It is here to be compared with.</summary>
internal static class OutputWeights
{
    /// <summary>How far the longest row is above the others.</summary>
    /// <param name="network">The network.</param>
    /// <returns>Scaled median absolute deviations; <see langword="null"/> where no layer is known to be the last.</returns>
    public static double? IndexOf(DifferentiableClassifier network)
    {
        using var copy = network.TrainableCopy();
        if (copy.Weights.Values.LastOrDefault(weight => weight.shape.Length == 2 && weight.shape.Contains(network.LabelCount)) is not { } weights)
            return null;

        using var scope = torch.NewDisposeScope();
        var rows = weights.shape[0] == network.LabelCount ? weights : weights.t();
        var lengths = rows.norm(1).data<float>().Select(length => (double)length).ToArray();
        return -MedianAbsoluteDeviation.Of(lengths).AnomalyIndexOf(lengths.Max());
    }
}
