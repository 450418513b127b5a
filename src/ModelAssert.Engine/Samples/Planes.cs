using System.Numerics;

namespace ModelAssert.Engine.Samples;

internal static class Planes
{
    /// <summary>Puts the channels of one image, stored pixel by pixel, one after the other.</summary>
    /// <param name="pixels">The image, <c>[H, W, stride]</c>.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="stride">Values of one pixel, at least as many as channels.</param>
    /// <param name="values">The image, <c>[C, H, W]</c>.</param>
    public static void Separate<T>(ReadOnlySpan<T> pixels, ImageShape shape, int stride, Span<float> values)
        where T : INumberBase<T>
    {
        for (var pixel = 0; pixel < shape.Area; pixel++)
        {
            for (var channel = 0; channel < shape.Channels; channel++)
                values[channel * shape.Area + pixel] = float.CreateTruncating(pixels[pixel * stride + channel]);
        }
    }
}
