namespace ModelAssert.Attacks;

/// <summary>A warp that is disturbed anew for every image (Nguyen and Tran 2021, section 3.4, "noise mode").</summary>
/// <param name="shape">The shape of the images.</param>
/// <param name="field">The warp.</param>
/// <param name="seed">Seeds the disturbance, together with the image.</param>
internal sealed class NoisyWarpStamp(ImageShape shape, WarpField field, int seed) : IStamp
{
    public ImageShape Shape => shape;

    public void Apply(Span<float> image) => field.Disturbed(shape, ImageKey.Generator(image, seed)).Sample(image, shape);
}
