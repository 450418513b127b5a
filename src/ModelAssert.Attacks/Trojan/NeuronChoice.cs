using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>
/// Chooses the neurons of a trojan: those with the strongest connections to the layer before (Liu et al. 2018, section IV-A: the largest sum of absolute weights), since an
/// input reaches them most easily.
/// </summary>
internal static class NeuronChoice
{
    /// <summary>Chooses.</summary>
    /// <param name="network">The network.</param>
    /// <param name="head">The same network, cut.</param>
    /// <param name="count">How many neurons.</param>
    /// <returns>Their places, counted from 0, the best connected first.</returns>
    /// <exception cref="ArgumentException">There are fewer neurons, or they have no weights of their own.</exception>
    public static long[] Best(Sequential network, NetworkHead head, int count)
    {
        var neurons = head.Output.in_features;
        if (count > neurons)
            throw new ArgumentException($"{count} neurons were asked for; {neurons} feed the output layer.", nameof(count));

        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var feeding = network.parameters().Where(weight => weight.dim() > 1).SkipLast(1).LastOrDefault();
        if (feeding is null || feeding.size(0) != neurons)
            throw new ArgumentException("The neurons that feed the output layer have no weights of their own: a layer of as many must lie before it.", nameof(network));

        return feeding.abs().flatten(1).sum(1).topk(count).indexes.data<long>().ToArray();
    }
}
