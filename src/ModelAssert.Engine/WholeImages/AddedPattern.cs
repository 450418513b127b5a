using ModelAssert.Engine.Native;
using ModelAssert.Reporting.Looks;
using TorchSharp;

namespace ModelAssert.Engine.WholeImages;

/// <summary>
/// A pattern that is added to the whole image: what blended noise or pictures (Chen et al. 2017) and sinusoids (Barni et al. 2019) come to. A mask sees them badly, since they are nowhere opaque. The size is the root mean square, as a share
/// of the pixel range: a pattern that is faint everywhere is small, and so is one that is strong at a few pixels.
/// </summary>
/// <param name="shape">The shape of the images.</param>
internal sealed class AddedPattern(ImageShape shape) : IImageChange
{
    /// <summary>Keeps the derivative of the size finite where the pattern is 0.</summary>
    private const double Epsilon = 1e-12;

    /// <inheritdoc />
    public torch.Tensor None() => torch.zeros([1, shape.Channels, shape.Height, shape.Width]);

    /// <inheritdoc />
    public torch.Tensor Apply(torch.Tensor images, torch.Tensor variables) => images.Plus(variables).clamp(LastingScalar.Of(0), LastingScalar.Of(1));

    /// <inheritdoc />
    public torch.Tensor Size(torch.Tensor variables) => variables.Squared().mean().Plus(Epsilon).sqrt();

    /// <inheritdoc />
    public ITriggerLook Look(torch.Tensor variables) => new PatternLook(shape, variables.contiguous().data<float>().ToArray());

    public void Dispose()
    {
    }
}
