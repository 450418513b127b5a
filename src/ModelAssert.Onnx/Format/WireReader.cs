namespace ModelAssert.Onnx.Format;

/// <summary>The smallest parts of protobuf's bytes.</summary>
internal static class WireReader
{
    public const int Varint = 0;
    public const int Fixed64 = 1;
    public const int Block = 2;
    public const int Fixed32 = 5;

    /// <summary>Reads a number of variable length, and steps over it.</summary>
    /// <returns>Whether there is one.</returns>
    public static bool TryReadVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < bytes.Length && i < 10; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] >= 0x80)
                continue;
            bytes = bytes[(i + 1)..];
            return true;
        }

        return false;
    }
}
