namespace ModelAssert.Onnx.Import.Operators;

/// <summary>How the places of a resized axis lie over those of the input.</summary>
/// <param name="Size">The input's size.</param>
/// <param name="Result">The result's size.</param>
/// <param name="Scale">How many places of the result there are for one of the input.</param>
/// <param name="Start">Where the part begins that is cropped out, as a fraction.</param>
/// <param name="End">Where it ends.</param>
internal sealed record ResizeAxis(long Size, long Result, double Scale, double Start, double End)
{
    /// <summary>The place in the input, between its integral places, of each place of the result.</summary>
    /// <param name="transformation">The attribute <c>coordinate_transformation_mode</c>, one that is known.</param>
    public double[] Places(string transformation) => [.. Enumerable.Range(0, (int)Result).Select(i => Place(i, transformation))];

    private double Place(int i, string transformation) => transformation switch
    {
        "half_pixel" => HalfPixel(i),
        "pytorch_half_pixel" => Result > 1 ? HalfPixel(i) : 0,
        "half_pixel_symmetric" => Size / 2.0 * (1 - Result / (Scale * Size)) + HalfPixel(i),
        "align_corners" => Result > 1 ? i * (Size - 1.0) / (Result - 1.0) : 0,
        "tf_crop_and_resize" => Result > 1
            ? Start * (Size - 1) + i * (End - Start) * (Size - 1) / (Result - 1)
            : 0.5 * (Start + End) * (Size - 1),
        _ => i / Scale,
    };

    private double HalfPixel(int i) => (i + 0.5) / Scale - 0.5;
}
