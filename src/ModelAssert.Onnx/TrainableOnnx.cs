using ModelAssert.Engine.Classifiers;
using TorchSharp;

namespace ModelAssert.Onnx;

/// <summary>An ONNX model whose layers' weights can be changed.</summary>
/// <param name="network">Compiled for that; owned by this object from now on.</param>
internal sealed class TrainableOnnx(OnnxClassifier network) : TrainableClassifier
{
    public override ImageShape InputShape => network.InputShape;

    public override int LabelCount => network.LabelCount;

    public override IReadOnlyDictionary<string, torch.Tensor> Weights => network.Learnt;

    public override IReadOnlyList<PrunableLayer> Layers { get; } = network.FindPrunableLayers();

    public override IReadOnlyList<PrunableLayer> Convolutions => network.FindConvolutions();

    public override torch.Tensor Logits(torch.Tensor input) => network.Logits(input);

    public override ImportParity Write(torch.Tensor images, string path) => network.Write(Weights, images, path);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            network.Dispose();
        base.Dispose(disposing);
    }
}
