using ModelAssert.Engine.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelAssert.Attacks.Tests;

/// <summary>A network that is large enough for <see cref="Bars"/>.</summary>
internal static class TinyNetwork
{
    public static Sequential Create(int seed, double dropout = 0)
    {
        NativeLibraries.Load();
        return Build(seed, dropout);
    }

    public static float[] Weights(Module<Tensor, Tensor> network) =>
        [.. network.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray())];

    private static Sequential Build(int seed, double dropout) => GlorotUniform.Initialize(seed, Sequential(
        ("flatten", Flatten()),
        ("fc1", Linear(Bars.Shape.Volume, 32)), ("relu1", ReLU()), ("dropout1", Dropout(dropout)),
        ("fc2", Linear(32, Bars.Labels))));
}
