using ModelAssert.Engine.Classifiers;
using TorchSharp;

namespace ModelAssert.Engine.Mitigation;

/// <summary>
/// First aid without any samples: takes out the channels of convolutions that can amplify what they see far more than the other channels of their layer (Zheng, Tang, Li, Liu,
/// "Data-free Backdoor Removal based on Channel Lipschitzness", ECCV 2022). A backdoor needs a few pixels to outweigh the whole image.
/// </summary>
internal static class LipschitzPruning
{
    /// <summary>The deviations above the mean from which a channel is taken out, as the paper has it for most networks.</summary>
    public const double DefaultDeviations = 3;

    /// <summary>Takes the channels out.</summary>
    /// <param name="network">The network; its weights are changed.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="deviations">By how many standard deviations of its layer a channel's bound must be above the mean, positive; the paper's u, 3 by default there.</param>
    /// <returns>What was taken out of each layer that lost something, in the order of the network.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT3002</c>: the network has no convolution whose channels could be taken out; <c>0040</c>: the deviations are not positive.</exception>
    public static IReadOnlyList<PrunedChannels> Run(TrainableClassifier network, string name, double deviations)
    {
        ArgumentNullException.ThrowIfNull(network);
        LegalNumbers.Deviations.Require(deviations, "option 'deviations'");
        var convolutions = network.Convolutions;
        if (convolutions.Count == 0)
            throw MitigationErrors.NothingToPrune(name);

        var pruned = new List<PrunedChannels>();
        foreach (var layer in convolutions)
        {
            var bounds = BoundsOf(layer);
            var mean = bounds.Average();
            // The estimate for a sample, as the authors take it.
            var deviation = Math.Sqrt(bounds.Sum(bound => (bound - mean) * (bound - mean)) / Math.Max(1, bounds.Length - 1));
            int[] suspects = [.. Enumerable.Range(0, bounds.Length).Where(channel => bounds[channel] > mean + deviations * deviation)];
            foreach (var channel in suspects)
                layer.Prune(channel);
            if (suspects.Length > 0)
                pruned.Add(new PrunedChannels(layer.Name, bounds.Length, suspects));
        }

        return pruned;
    }

    /// <summary>The bound of each channel: the largest singular value of its kernel as it is applied, inputs by positions (the paper's equation for the channel Lipschitz constant).</summary>
    private static double[] BoundsOf(PrunableLayer layer)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var kernel = layer.AppliedKernel!();
        return [.. torch.linalg.svdvals(kernel.reshape(kernel.shape[0], kernel.shape[1], -1)).amax(-1).cpu().data<float>().Select(bound => (double)bound)];
    }
}

/// <summary>Channels that were taken out of a convolution.</summary>
/// <param name="Layer">What the file calls it.</param>
/// <param name="Channels">How many it has.</param>
/// <param name="Pruned">The ones that are out, counted from 0.</param>
internal sealed record PrunedChannels(string Layer, int Channels, IReadOnlyList<int> Pruned);
