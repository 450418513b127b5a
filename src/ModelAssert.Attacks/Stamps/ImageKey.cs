using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ModelAssert.Attacks;

/// <summary>Randomness that belongs to an image: the same pixels draw the same numbers, so that a stamp that differs from image to image is still a function.</summary>
internal static class ImageKey
{
    /// <summary>Makes a generator for one image.</summary>
    /// <param name="image">The image as it is before the stamp.</param>
    /// <param name="seed">Tells stamps apart.</param>
    public static Random Generator(ReadOnlySpan<float> image, int seed)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(image), digest);
        return new Random(BinaryPrimitives.ReadInt32LittleEndian(digest) ^ seed);
    }
}
