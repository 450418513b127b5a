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
    private readonly Normalization normalization;

    private NormalizedClassifier(DifferentiableClassifier network, Normalization normalization) => (this.network, this.normalization) = (network, normalization);

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
    public static NormalizedClassifier Of(DifferentiableClassifier network, IReadOnlyList<double> mean, IReadOnlyList<double> deviation) =>
        new(network, new Normalization(mean, deviation));

    /// <inheritdoc />
    public override torch.Tensor Logits(torch.Tensor input)
    {
        using var normalized = normalization.Apply(input);
        return network.Logits(normalized);
    }

    /// <inheritdoc />
    public override void MoveTo(torch.Device device) => network.MoveTo(device);

    /// <inheritdoc />
    public override TrainableClassifier TrainableCopy() => new Trainable(network.TrainableCopy(), normalization.Copy());

    /// <inheritdoc />
    /// <remarks>The normalisation is no part of the file, neither of the model nor of its filter: whoever runs them normalises first.</remarks>
    public override FilterTap FindFilterTap()
    {
        var tap = network.FindFilterTap();
        return tap with
        {
            Activations = images =>
            {
                using var normalized = normalization.Apply(images);
                return tap.Activations(normalized);
            },
            Write = (content, images, path) =>
            {
                using var normalized = normalization.Apply(images);
                tap.Write(content, normalized, path);
            },
        };
    }

    /// <inheritdoc />
    public override ImportParity ProveImport(torch.Tensor input)
    {
        using var normalized = normalization.Apply(input);
        return network.ProveImport(normalized);
    }

    internal override void RequireSameAnswers(torch.Tensor input)
    {
        using var normalized = normalization.Apply(input);
        network.RequireSameAnswers(normalized);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            network.Dispose();
            normalization.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>A trainable network behind the same normalisation, which is no part of its file.</summary>
    private sealed class Trainable(TrainableClassifier network, Normalization normalization) : TrainableClassifier
    {
        public override ImageShape InputShape => network.InputShape;

        public override int LabelCount => network.LabelCount;

        public override IReadOnlyDictionary<string, torch.Tensor> Weights => network.Weights;

        public override IReadOnlyList<PrunableLayer> Layers => Behind(network.Layers);

        public override IReadOnlyList<PrunableLayer> Convolutions => Behind(network.Convolutions);

        public override torch.Tensor Logits(torch.Tensor input) => network.Logits(normalization.Apply(input));

        public override ImportParity Write(torch.Tensor images, string path)
        {
            using var normalized = normalization.Apply(images);
            return network.Write(normalized, path);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                network.Dispose();
                normalization.Dispose();
            }

            base.Dispose(disposing);
        }

        private PrunableLayer[] Behind(IReadOnlyList<PrunableLayer> layers) =>
            [.. layers.Select(layer => layer with { MeanActivations = images => layer.MeanActivations(normalization.Apply(images)) })];
    }
}
