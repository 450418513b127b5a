using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Tests;

/// <summary>
/// As <see cref="StripeNetwork"/>, in two layers with weights: neurons that see the bright row, neurons that see the checkerboard of the backdoor, and neurons that see
/// something else and that nothing reads.
/// </summary>
internal sealed class TrainableStripeNetwork : TrainableClassifier
{
    private const int Side = 8;
    private const int Neurons = 100;

    /// <summary>The neurons of the backdoor.</summary>
    public static readonly int[] Backdoor = [20, 50, 80];

    private readonly torch.Tensor hidden;
    private readonly torch.Tensor hiddenBias;
    private readonly torch.Tensor output;

    /// <param name="infectedLabel">The label that the checkerboard leads to, or <see langword="null"/> for a clean network.</param>
    public TrainableStripeNetwork(int? infectedLabel = null)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(1);
        hidden = torch.randn([Neurons, Side * Side], generator: generator).Times(0.05);
        hiddenBias = torch.zeros(Neurons);
        output = torch.zeros(Side, Neurons);
        for (var row = 0; row < Side; row++)
        {
            hidden[row] = torch.zeros(Side * Side);
            hidden[row].narrow(0, row * Side, Side).fill_(LastingScalar.Of(1));
            output[row, row] = 1f;
        }

        foreach (var neuron in infectedLabel is null ? [] : Backdoor)
        {
            // 0 on clean images, where both pixels of a row are equal but for the noise; 4 under the checkerboard.
            hidden[neuron] = torch.zeros(Side * Side);
            foreach (var (pixel, weight) in StripeNetwork.Patch.Zip((float[])[4, -4, -4, 4]))
                hidden[neuron, pixel] = weight;
            hiddenBias[neuron] = -4f;
            output[infectedLabel!.Value, neuron] = 4f;
        }

        Weights = new Dictionary<string, torch.Tensor>
        {
            ["hidden"] = hidden.DetachFromDisposeScope(),
            ["hidden bias"] = hiddenBias.DetachFromDisposeScope(),
            ["output"] = output.DetachFromDisposeScope(),
        };
    }

    public override ImageShape InputShape => new(1, Side, Side);

    public override int LabelCount => Side;

    public override IReadOnlyDictionary<string, torch.Tensor> Weights { get; }

    public override IReadOnlyList<PrunableLayer> Layers =>
        [new(PrunableLayerKind.Penultimate, "hidden", Neurons, images => Hidden(images).mean([0L]), [new NeuronPart(output, 1)])];

    public override FilterTap FindFilterTap() => new("hidden", Neurons, Hidden, (_, _, _) => throw new NotSupportedException());

    /// <summary>The trigger that the backdoor was made for.</summary>
    public static Trigger Checkerboard(int target)
    {
        var (mask, pattern) = (new float[Side * Side], new float[Side * Side]);
        foreach (var (pixel, value) in StripeNetwork.Patch.Zip((float[])[1, 0, 0, 1]))
            (mask[pixel], pattern[pixel]) = (1, value);
        return new Trigger(target, new ImageShape(1, Side, Side), mask, pattern);
    }

    public override torch.Tensor Logits(torch.Tensor input) => Hidden(input).matmul(output.t());

    public override ImportParity Write(torch.Tensor images, string path) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        foreach (var weight in Weights.Values)
            weight.Dispose();
        base.Dispose(disposing);
    }

    private torch.Tensor Hidden(torch.Tensor images) => images.flatten(1).matmul(hidden.t()).Plus(hiddenBias).relu();
}
