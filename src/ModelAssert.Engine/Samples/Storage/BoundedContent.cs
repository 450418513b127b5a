namespace ModelAssert.Engine.Samples.Storage;

/// <summary>Reads what a header promises without believing it: memory grows with what is there.</summary>
internal static class BoundedContent
{
    private const int FirstBlock = 64 * 1024;

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="count">How many bytes it must hold.</param>
    /// <exception cref="InvalidDataException">It holds more or less.</exception>
    public static byte[] Read(Stream stream, long count)
    {
        if (count < 0 || count > Array.MaxLength)
            throw new InvalidDataException("It is too large.");

        var bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(count, FirstBlock));
        var filled = 0;
        while (filled < count)
        {
            if (filled == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(count, 2L * bytes.Length));

            var read = stream.Read(bytes.AsSpan(filled));
            if (read == 0)
                throw new InvalidDataException($"It ends after {filled} of {count} bytes.");
            filled += read;
        }

        return stream.ReadByte() < 0 ? bytes : throw new InvalidDataException($"It holds more than the {count} bytes it promises.");
    }

    /// <summary>Reads a whole seekable stream.</summary>
    /// <exception cref="InvalidDataException">It is longer than the maximum.</exception>
    public static byte[] ReadAll(Stream stream, long maximum)
    {
        if (stream.Length > maximum)
            throw new InvalidDataException($"It is larger than {maximum} bytes.");
        return Read(stream, stream.Length);
    }
}
