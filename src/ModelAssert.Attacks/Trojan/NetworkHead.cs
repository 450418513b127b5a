using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>A network cut before its last fully connected layers: what leads to the neurons that feed them, and the layers themselves. It owns neither.</summary>
internal sealed class NetworkHead
{
    private readonly nn.Module<Tensor, Tensor>[] body;
    private readonly nn.Module<Tensor, Tensor>[] nonlinearity;
    private readonly nn.Module<Tensor, Tensor>[] head;

    private NetworkHead(nn.Module<Tensor, Tensor>[] body, nn.Module<Tensor, Tensor>[] nonlinearity, nn.Module<Tensor, Tensor>[] head)
    {
        this.body = body;
        this.nonlinearity = nonlinearity;
        this.head = head;
    }

    /// <summary>The fully connected layer that the neurons feed.</summary>
    public Linear First => (Linear)head[0];

    /// <summary>How many labels the network tells apart.</summary>
    public long Labels => ((Linear)head[^1]).out_features;

    /// <summary>The weights behind the neurons.</summary>
    public IEnumerable<Parameter> Parameters => head.SelectMany(layer => layer.parameters());

    /// <summary>Cuts a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layers">How many fully connected layers lie behind the cut, at most; positive.</param>
    /// <exception cref="ArgumentException">It does not end in a fully connected layer, or has nothing before it.</exception>
    public static NetworkHead Of(Sequential network, int layers)
    {
        var all = Layers(network).ToArray();
        if (all is not [.., Linear])
            throw new ArgumentException("The network does not end in a fully connected layer.", nameof(network));

        var start = Array.FindIndex(all, layer => layer is Linear);
        while (all[start..].OfType<Linear>().Count() > layers)
            start = Array.FindIndex(all, start + 1, layer => layer is Linear);

        var end = start;
        while (end > 0 && all[end - 1] is ReLU or Dropout)
            end--;
        return end > 0
            ? new NetworkHead(all[..end], all[end..start], all[start..])
            : throw new ArgumentException("The network has nothing before its fully connected layers.", nameof(network));
    }

    /// <summary>The neurons before their non-linearity, which has no gradient where it is closed.</summary>
    /// <returns><c>[N, neurons]</c>.</returns>
    public Tensor Inputs(Tensor images) => Apply(body, images);

    /// <summary>The neurons.</summary>
    /// <returns><c>[N, neurons]</c>.</returns>
    public Tensor Activations(Tensor images) => Apply(nonlinearity, Inputs(images));

    /// <summary>The logits.</summary>
    /// <param name="activations">The neurons, <c>[N, neurons]</c>.</param>
    /// <returns><c>[N, labels]</c>.</returns>
    public Tensor Logits(Tensor activations) => Apply(head, activations);

    private static Tensor Apply(nn.Module<Tensor, Tensor>[] layers, Tensor input) => layers.Aggregate(input, (value, layer) => layer.forward(value));

    private static IEnumerable<nn.Module<Tensor, Tensor>> Layers(Sequential chain) => chain.children().SelectMany(layer => layer switch
    {
        Sequential inner => Layers(inner),
        nn.Module<Tensor, Tensor> other => [other],
        _ => throw new ArgumentException($"The layer {layer.GetName()} does not map a tensor to a tensor.", nameof(chain)),
    });
}
