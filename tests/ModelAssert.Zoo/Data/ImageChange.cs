namespace ModelAssert.Zoo;

/// <summary>Changes one image in place.</summary>
/// <param name="image">Its pixels, <c>[C, H, W]</c>, in [0, 1].</param>
/// <param name="label">Its label.</param>
internal delegate void ImageChange(Span<float> image, int label);
