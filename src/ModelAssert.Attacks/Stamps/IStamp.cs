namespace ModelAssert.Attacks;

/// <summary>
/// How an attack changes an image: a patch, a pattern over all of it, a wave, a warp. Which images are changed and which label they get is not a stamp's affair but
/// an <see cref="Attack"/>'s.
/// </summary>
/// <remarks>
/// A stamp is a function of the image alone: the same image always becomes the same image, so that training and measuring see one trigger. What shall differ from image
/// to image is drawn from the image's own pixels. A stamp can be used from several threads.
/// </remarks>
public interface IStamp
{
    /// <summary>The shape of the images that it changes.</summary>
    ImageShape Shape { get; }

    /// <summary>Changes one image in place.</summary>
    /// <param name="image">The image, <c>[C, H, W]</c>, of <see cref="Shape"/>, in [0, 1], where it stays.</param>
    void Apply(Span<float> image);
}
