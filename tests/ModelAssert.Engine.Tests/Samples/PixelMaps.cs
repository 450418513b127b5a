using System.Text;

namespace ModelAssert.Engine.Tests.Samples;

/// <summary>Portable maps for tests.</summary>
internal static class PixelMaps
{
    /// <summary>A binary colour map all of whose bytes are one value.</summary>
    public static byte[] Ppm(int width, int height, byte value) =>
        [.. Encoding.ASCII.GetBytes($"P6\n# made by a test\n{width} {height}\n255\n"), .. Enumerable.Repeat(value, width * height * 3)];

    public static byte[] Of(string header, params byte[] pixels) => [.. Encoding.ASCII.GetBytes(header), .. pixels];
}
