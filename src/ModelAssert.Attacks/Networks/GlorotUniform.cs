using ModelAssert.Engine.Native;
using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>
/// The initial weights of Keras, with which the authors trained: uniform within ±√(6 / (fan in + fan out)) (Glorot and Bengio 2010, equation 16),
/// biases zero. What scales a normalised channel stays at one.
/// </summary>
internal static class GlorotUniform
{
    /// <summary>Overwrites the weights of a network.</summary>
    /// <param name="seed">Seeds a generator of its own: neither torch's global one nor the order of earlier calls has a say.</param>
    /// <param name="network">Convolutions and fully connected layers, weights <c>[out, in, ...]</c> and biases <c>[out]</c>, and batch norms.</param>
    /// <returns>The same network.</returns>
    public static T Initialize<T>(int seed, T network)
        where T : nn.Module
    {
        using var withoutGradients = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator(unchecked((ulong)seed));
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (parameter.dim() > 1)
                Fill(parameter, generator);
            else if (name.EndsWith("bias", StringComparison.Ordinal))
                parameter.zero_();
            else
                parameter.fill_(LastingScalar.Of(1));
        }

        return network;
    }

    private static void Fill(Tensor weight, Generator generator)
    {
        var perConnection = weight.numel() / (weight.size(0) * weight.size(1));
        var bound = Math.Sqrt(6.0 / ((weight.size(0) + weight.size(1)) * perConnection));
        weight.uniform_(-bound, bound, generator);
    }
}
