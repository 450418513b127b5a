using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Mitigation.Filtering;
using TorchSharp;

namespace ModelAssert.Engine.Classifiers;

/// <summary>
/// A network that expects normalised images, as a function of images in its pixel range: <c>(x − mean) / deviation</c> for each channel comes first.
/// </summary>
public sealed class NormalizedClassifier : DifferentiableClassifier
{
    private readonly DifferentiableClassifier network;
    private readonly torch.Tensor mean;
    private readonly torch.Tensor deviation;

    private NormalizedClassifier(DifferentiableClassifier network, IReadOnlyList<double> mean, IReadOnlyList<double> deviation)
    {
        this.network = network;
        this.mean = PerChannel(mean);
        this.deviation = PerChannel(deviation);
    }

    /// <inheritdoc />
    public override ImageShape InputShape => network.InputShape;

    /// <inheritdoc />
    public override int LabelCount => network.LabelCount;

    /// <inheritdoc />
    public override bool IsQuantized => network.IsQuantized;

    /// <summary>Puts a normalisation before a network.</summary>
    /// <param name="network">The network; owned by the result from now on.</param>
    /// <param name="mean">What is subtracted: one value, or one for each channel.</param>
    /// <param name="deviation">What is divided by after that: as many, positive.</param>
    /// <returns>The whole, which the caller disposes of.</returns>
    public static NormalizedClassifier Of(DifferentiableClassifier network, IReadOnlyList<double> mean, IReadOnlyList<double> deviation) => new(network, mean, deviation);

    /// <inheritdoc />
    public override torch.Tensor Logits(torch.Tensor input)
    {
        using var normalized = Normalize(input);
        return network.Logits(normalized);
    }

    /// <inheritdoc />
    public override void MoveTo(torch.Device device) => network.MoveTo(device);

    /// <inheritdoc />
    public override TrainableClassifier TrainableCopy() => new Trainable(network.TrainableCopy(), mean, deviation);

    /// <inheritdoc />
    /// <remarks>The normalisation is no part of the file, neither of the model nor of its filter: whoever runs them normalises first.</remarks>
    public override FilterTap FindFilterTap()
    {
        var tap = network.FindFilterTap();
        return tap with
        {
            Activations = images =>
            {
                using var normalized = Normalize(images);
                return tap.Activations(normalized);
            },
            Write = (content, images, path) =>
            {
                using var normalized = Normalize(images);
                tap.Write(content, normalized, path);
            },
        };
    }

    /// <inheritdoc />
    public override ImportParity ProveImport(torch.Tensor input)
    {
        using var normalized = Normalize(input);
        return network.ProveImport(normalized);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            network.Dispose();
            mean.Dispose();
            deviation.Dispose();
        }

        base.Dispose(disposing);
    }

    private torch.Tensor Normalize(torch.Tensor input) => Normalize(input, mean, deviation);

    private static torch.Tensor Normalize(torch.Tensor input, torch.Tensor mean, torch.Tensor deviation)
    {
        using var centred = input - mean;
        return centred / deviation;
    }

    private static torch.Tensor PerChannel(IReadOnlyList<double> values) =>
        torch.tensor(values.Select(value => (float)value).ToArray()).reshape(1, values.Count, 1, 1).DetachFromDisposeScope();

    /// <summary>A trainable network behind the same normalisation, which is no part of its file.</summary>
    private sealed class Trainable(TrainableClassifier network, torch.Tensor mean, torch.Tensor deviation) : TrainableClassifier
    {
        private readonly torch.Tensor mean = mean.clone().DetachFromDisposeScope();
        private readonly torch.Tensor deviation = deviation.clone().DetachFromDisposeScope();

        public override ImageShape InputShape => network.InputShape;

        public override int LabelCount => network.LabelCount;

        public override IReadOnlyDictionary<string, torch.Tensor> Weights => network.Weights;

        public override IReadOnlyList<PrunableLayer> Layers =>
            [.. network.Layers.Select(layer => layer with { MeanActivations = images => layer.MeanActivations(Normalize(images, mean, deviation)) })];

        public override torch.Tensor Logits(torch.Tensor input) => network.Logits(Normalize(input, mean, deviation));

        public override ImportParity Write(torch.Tensor images, string path)
        {
            using var normalized = Normalize(images, mean, deviation);
            return network.Write(normalized, path);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                network.Dispose();
                mean.Dispose();
                deviation.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
