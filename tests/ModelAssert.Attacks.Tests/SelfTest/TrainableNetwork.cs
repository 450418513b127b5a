using ModelAssert.Engine.Classifiers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelAssert.Attacks.Tests.SelfTest;

/// <summary>A network of this process that can be copied, as imported ones can.</summary>
internal sealed class TrainableNetwork : TrainableClassifier
{
    private readonly Sequential network;
    private readonly Dictionary<string, Tensor> weights;

    public TrainableNetwork(Sequential network)
    {
        this.network = network;
        network.eval();
        weights = network.named_parameters().ToDictionary(entry => entry.name, entry => (Tensor)entry.parameter);
        AskForGradients(false);
    }

    /// <summary>The copies that are alive.</summary>
    public int Copies { get; private set; }

    public override ImageShape InputShape => Bars.Shape;

    public override int LabelCount => Bars.Labels;

    public override IReadOnlyDictionary<string, Tensor> Weights => weights;

    public override Tensor Logits(Tensor input) => network.call(input);

    public override TrainableClassifier TrainableCopy()
    {
        var copy = TinyNetwork.Create(seed: 1);
        copy.load_state_dict(network.state_dict());
        Copies++;
        return new TrainableNetwork(copy) { Disposed = () => Copies-- };
    }

    public override ImportParity Write(Tensor images, string path) => throw new NotSupportedException();

    private Action? Disposed { get; init; }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            network.Dispose();
            Disposed?.Invoke();
        }

        base.Dispose(disposing);
    }
}
