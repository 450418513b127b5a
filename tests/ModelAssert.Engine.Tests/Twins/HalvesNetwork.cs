using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Twins;

/// <summary>
/// A network made by hand of two labels: which half of an 8x8 image is brighter. Two neurons see that, some see nothing that matters and are there for a twin to learn with, and with a backdoor another one sees a 2x2 checkerboard at the bottom right.
/// </summary>
internal sealed class HalvesNetwork : TrainableClassifier
{
    private const int Side = 8;
    private const int Neurons = 96;

    private readonly bool isTrainable;
    private readonly torch.Tensor hidden;
    private readonly torch.Tensor bias;
    private readonly torch.Tensor output;

    /// <param name="infectedLabel">The label of the backdoor, or <see langword="null"/> for a clean network.</param>
    /// <param name="isTrainable">Whether copies have their weights; if not, what it has learnt is elsewhere.</param>
    public HalvesNetwork(int? infectedLabel = null, bool isTrainable = true)
        : this(isTrainable, torch.zeros(Neurons, Side * Side), torch.zeros(Neurons), torch.zeros(2, Neurons))
    {
        var random = new Random(1);
        var (weights, biases, outputs) = (new float[Neurons * Side * Side], new float[Neurons], new float[2 * Neurons]);
        for (var place = 0; place < weights.Length; place++)
        {
            var (neuron, column) = (place / (Side * Side), place % Side);
            weights[place] = neuron > 1 ? 0.3f * (random.NextSingle() - 0.5f) : (column < Side / 2) == (neuron == 0) ? 0.15f : -0.15f;
        }

        (outputs[0], outputs[Neurons + 1]) = (3, 3);
        if (infectedLabel is { } label)
        {
            Array.Clear(weights, 2 * Side * Side, Side * Side);
            foreach (var (pixel, weight) in StripeNetwork.Patch.Zip((float[])[4, -4, -4, 4]))
                weights[2 * Side * Side + pixel] = weight;
            // What noise comes to passes now and then, so there is a gradient everywhere.
            biases[2] = -0.5f;
            outputs[label * Neurons + 2] = 6;
        }

        using var scope = torch.NewDisposeScope();
        hidden.copy_(torch.tensor(weights, hidden.shape));
        bias.copy_(torch.tensor(biases));
        output.copy_(torch.tensor(outputs, output.shape));
    }

    private HalvesNetwork(bool isTrainable, torch.Tensor hidden, torch.Tensor bias, torch.Tensor output)
    {
        (this.isTrainable, this.hidden, this.bias, this.output) = (isTrainable, hidden.DetachFromDisposeScope(), bias.DetachFromDisposeScope(), output.DetachFromDisposeScope());
        Weights = isTrainable ? new Dictionary<string, torch.Tensor> { ["hidden"] = hidden, ["bias"] = bias, ["output"] = output } : [];
    }

    public override ImageShape InputShape => new(1, Side, Side);

    public override int LabelCount => 2;

    public override IReadOnlyDictionary<string, torch.Tensor> Weights { get; }

    public override torch.Tensor Logits(torch.Tensor input) => input.flatten(1).matmul(hidden.t()).Plus(bias).relu().matmul(output.t());

    public override TrainableClassifier TrainableCopy() => new HalvesNetwork(isTrainable, hidden.clone(), bias.clone(), output.clone());

    public override ImportParity Write(torch.Tensor images, string path) => throw new NotSupportedException();

    /// <summary>Images with a brighter half.</summary>
    public static CleanSamples Samples(int count)
    {
        var random = new Random(1);
        int[] labels = [.. Enumerable.Range(0, count).Select(image => image % 2)];
        var pixels = new float[count * Side * Side];
        for (var place = 0; place < pixels.Length; place++)
            pixels[place] = ((place % Side < Side / 2) == (labels[place / (Side * Side)] == 0) ? 0.6f : 0.2f) + 0.2f * random.NextSingle();
        return new CleanSamples(new ImageShape(1, Side, Side), pixels, labels, range: null);
    }

    protected override void Dispose(bool disposing)
    {
        hidden.Dispose();
        bias.Dispose();
        output.Dispose();
        base.Dispose(disposing);
    }
}
