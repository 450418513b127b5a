using System.Runtime.InteropServices;
using ModelAssert.Attacks;
using ModelAssert.Onnx.Format;
using static TorchSharp.torch;

namespace ModelAssert.Benchmarks;

/// <summary>
/// The networks of the paper as plain TorchSharp modules with the weights of an ONNX file: what somebody has who ports the published code and knows nothing of
/// the engine. Weights ask for gradients and lie in memory as they were made.
/// </summary>
internal static class PlainNetwork
{
    /// <summary>Builds the network that a file was written from.</summary>
    /// <param name="path">An ONNX file that <c>ModelAssert.Zoo</c> wrote.</param>
    /// <returns>The network, in evaluation mode, which the caller disposes of.</returns>
    /// <exception cref="NotSupportedException">The file holds another network than those of the paper.</exception>
    public static nn.Module<Tensor, Tensor> Load(string path)
    {
        var weights = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)).Graph.Initializer.ToDictionary(weight => weight.Name);
        var network = Build(weights) ?? throw new NotSupportedException($"{path} holds none of the networks of PaperNetworks.");
        Fill(network, weights);
        network.eval();
        return network;
    }

    private static nn.Module<Tensor, Tensor>? Build(Dictionary<string, TensorProto> weights)
    {
        if (weights.ContainsKey("trunk.conv1.weight"))
            return PaperNetworks.DeepId(seed: 0, labels: Size("head.fc.weight", 0));
        if (weights.ContainsKey("conv6.weight"))
            return PaperNetworks.Gtsrb(seed: 0, labels: Size("fc2.weight", 0), baseWidth: Size("conv1.weight", 0));
        return weights.ContainsKey("conv2.weight") && weights.ContainsKey("fc2.weight")
            ? PaperNetworks.Mnist(seed: 0, labels: Size("fc2.weight", 0), channels: Size("conv1.weight", 1))
            : null;

        int Size(string name, int dimension) => (int)weights[name].Dims[dimension];
    }

    private static void Fill(nn.Module network, Dictionary<string, TensorProto> weights)
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (!weights.Remove(name, out var weight) || !parameter.shape.SequenceEqual(weight.Dims))
                throw new NotSupportedException($"The file does not hold the weight {name} of [{string.Join(", ", parameter.shape)}].");

            parameter.copy_(tensor(MemoryMarshal.Cast<byte, float>(weight.RawData.Span).ToArray(), parameter.shape));
        }

        if (weights.Count > 0)
            throw new NotSupportedException($"The network has no weight {string.Join(", ", weights.Keys)}.");
    }
}
