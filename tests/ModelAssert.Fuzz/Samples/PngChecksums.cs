using System.Buffers.Binary;

namespace ModelAssert.Fuzz.Samples;

/// <summary>The checksum of every chunk of a PNG file.</summary>
internal static class PngChecksums
{
    public static void Mend(byte[] png)
    {
        var at = 8;
        while (at + 12 <= png.Length)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at));
            if (length > png.Length - at - 12)
                return;

            var end = at + 8 + (int)length;
            BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(end), Checksum(png.AsSpan(at + 4, (int)length + 4)));
            at = end + 4;
        }
    }

    /// <summary>CRC-32 as in the PNG specification, annex D.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum & 1) == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB88320;
        }

        return ~sum;
    }
}
