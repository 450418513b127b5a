using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ModelAssert.Attacks.Tests;

/// <summary>What became of a training set.</summary>
internal static class Poisoned
{
    /// <summary>The places of the images that are not as they were.</summary>
    public static int[] Places(LabeledImages clean, LabeledImages poisoned) =>
        [.. Enumerable.Range(0, clean.Count).Where(index => !clean.Image(index).SequenceEqual(poisoned.Image(index)))];

    /// <summary>One image as a stamp leaves it.</summary>
    public static float[] Stamp(IStamp stamp, ReadOnlySpan<float> image)
    {
        var stamped = image.ToArray();
        stamp.Apply(stamped);
        return stamped;
    }

    /// <summary>The SHA-256 of pixels and labels.</summary>
    public static string Digest(LabeledImages images)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(images.Pixels));
        hash.AppendData(MemoryMarshal.AsBytes(images.Labels));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
