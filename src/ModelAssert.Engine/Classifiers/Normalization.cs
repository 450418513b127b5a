using TorchSharp;

namespace ModelAssert.Engine.Classifiers;

/// <summary><c>(x − mean) / deviation</c> for each channel.</summary>
internal sealed class Normalization : IDisposable
{
    private readonly torch.Tensor mean;
    private readonly torch.Tensor deviation;

    private Normalization(torch.Tensor mean, torch.Tensor deviation) => (this.mean, this.deviation) = (mean.DetachFromDisposeScope(), deviation.DetachFromDisposeScope());

    /// <param name="mean">What is subtracted: one value, or one for each channel.</param>
    /// <param name="deviation">What is divided by after that: as many, positive.</param>
    public Normalization(IReadOnlyList<double> mean, IReadOnlyList<double> deviation)
        : this(PerChannel(mean), PerChannel(deviation))
    {
    }

    /// <summary>The same, to be disposed of by another owner.</summary>
    public Normalization Copy() => new(mean.clone(), deviation.clone());

    /// <summary>Normalises images.</summary>
    /// <param name="images">Images <c>[N, C, H, W]</c>.</param>
    /// <returns>As many, owned by the caller or its dispose scope.</returns>
    public torch.Tensor Apply(torch.Tensor images)
    {
        using var centred = images - mean;
        return centred / deviation;
    }

    public void Dispose()
    {
        mean.Dispose();
        deviation.Dispose();
    }

    private static torch.Tensor PerChannel(IReadOnlyList<double> values) => torch.tensor(values.Select(value => (float)value).ToArray()).reshape(1, values.Count, 1, 1);
}
