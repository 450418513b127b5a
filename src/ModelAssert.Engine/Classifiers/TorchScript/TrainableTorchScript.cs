using TorchSharp;

namespace ModelAssert.Engine.Classifiers.TorchScript;

/// <summary>A TorchScript model whose parameters can be changed; buffers, such as the statistics of batch norms, stay.</summary>
internal sealed class TrainableTorchScript : TrainableClassifier
{
    private readonly TorchScriptClassifier network;
    private readonly Dictionary<string, torch.Tensor> weights;

    /// <param name="network">A copy that nobody else uses; owned by this object from now on.</param>
    public TrainableTorchScript(TorchScriptClassifier network)
    {
        this.network = network;
        weights = network.Parameters().ToDictionary(entry => entry.Name, entry => entry.Value.DetachFromDisposeScope());
        Layers = OutputWeight.Find(network, weights) is { } layer ? [layer] : [];
    }

    public override ImageShape InputShape => network.InputShape;

    public override int LabelCount => network.LabelCount;

    public override IReadOnlyDictionary<string, torch.Tensor> Weights => weights;

    /// <summary>The second-to-last layer at most: the program cannot be stopped at a convolution.</summary>
    public override IReadOnlyList<PrunableLayer> Layers { get; }

    public override torch.Tensor Logits(torch.Tensor input) => network.Logits(input);

    /// <remarks>A TorchScript file is proven by reading it back: libtorch runs it, here and elsewhere.</remarks>
    public override ImportParity Write(torch.Tensor images, string path)
    {
        TorchScriptPatch.Write(network, weights, images, path);
        return new ImportParity(0, (int)images.shape[0]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var weight in weights.Values)
                weight.Dispose();
            network.Dispose();
        }

        base.Dispose(disposing);
    }
}
