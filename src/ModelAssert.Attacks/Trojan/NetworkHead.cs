using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>A network cut before its output layer: what leads to the neurons that feed it, and the layer itself. It owns neither.</summary>
internal sealed class NetworkHead
{
    private readonly nn.Module<Tensor, Tensor>[] body;
    private readonly nn.Module<Tensor, Tensor>[] nonlinearity;

    private NetworkHead(nn.Module<Tensor, Tensor>[] body, nn.Module<Tensor, Tensor>[] nonlinearity, Linear output)
    {
        this.body = body;
        this.nonlinearity = nonlinearity;
        Output = output;
    }

    /// <summary>The output layer, from the neurons to logits.</summary>
    public Linear Output { get; }

    /// <summary>Cuts a network.</summary>
    /// <exception cref="ArgumentException">It does not end in a fully connected layer, or has nothing before it.</exception>
    public static NetworkHead Of(Sequential network)
    {
        var layers = Layers(network).ToArray();
        if (layers is not [.. var before, Linear output] || before.Length == 0)
            throw new ArgumentException("The network does not end in a fully connected layer that others feed.", nameof(network));

        var end = before.Length;
        while (end > 0 && before[end - 1] is ReLU or Dropout)
            end--;
        return new NetworkHead(before[..end], before[end..], output);
    }

    /// <summary>The neurons before their non-linearity, which has no gradient where it is closed.</summary>
    /// <returns><c>[N, neurons]</c>.</returns>
    public Tensor Inputs(Tensor images) => body.Aggregate(images, (value, layer) => layer.forward(value));

    /// <summary>The neurons.</summary>
    /// <returns><c>[N, neurons]</c>.</returns>
    public Tensor Activations(Tensor images) => nonlinearity.Aggregate(Inputs(images), (value, layer) => layer.forward(value));

    private static IEnumerable<nn.Module<Tensor, Tensor>> Layers(Sequential chain) => chain.children().SelectMany(layer => layer switch
    {
        Sequential inner => Layers(inner),
        nn.Module<Tensor, Tensor> other => [other],
        _ => throw new ArgumentException($"The layer {layer.GetName()} does not map a tensor to a tensor.", nameof(chain)),
    });
}
