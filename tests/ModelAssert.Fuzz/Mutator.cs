using System.Buffers.Binary;

namespace ModelAssert.Fuzz;

/// <summary>Damages valid files as real ones are damaged, and as hostile ones are made: bits, ends, pieces, and numbers that say how much follows.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> seeds)
{
    private const int MaximumLength = 256 * 1024;

    private static readonly long[] Numbers =
    [
        0, 1, 2, 3, 7, 8, 16, 32, 100, 127, 128, 255, 256, 1000, short.MaxValue, 1 << 15, ushort.MaxValue, 1 << 16, 1 << 24, int.MaxValue - 1, int.MaxValue,
        1L << 31, uint.MaxValue, 1L << 32, long.MaxValue, long.MinValue, -1, -2, -128,
    ];

    /// <summary>The next damaged file.</summary>
    /// <param name="repair">Mends its checksums, or <see langword="null"/>.</param>
    public byte[] Next(Action<byte[]>? repair)
    {
        var bytes = (byte[])Pick(seeds).Clone();
        for (var left = 1 << random.Next(3); left > 0; left--)
            bytes = Damage(bytes);
        repair?.Invoke(bytes);
        return bytes;
    }

    private byte[] Damage(byte[] bytes) => bytes.Length == 0 ? [(byte)random.Next(256)] : random.Next(12) switch
    {
        0 or 1 => FlipBits(bytes),
        2 => SetBytes(bytes),
        3 => bytes[..random.Next(bytes.Length)],
        4 => Splice(bytes),
        5 => Remove(bytes),
        6 => Repeat(bytes),
        7 or 8 or 9 => EditNumber(bytes),
        10 => EditDigits(bytes),
        _ => Insert(bytes),
    };

    private byte[] FlipBits(byte[] bytes)
    {
        for (var left = random.Next(1, 9); left > 0; left--)
            bytes[Position(bytes)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    private byte[] SetBytes(byte[] bytes)
    {
        var start = Position(bytes);
        bytes.AsSpan(start, Math.Min(random.Next(1, 9), bytes.Length - start)).Fill((byte)Pick(Numbers));
        return bytes;
    }

    private byte[] Splice(byte[] bytes)
    {
        var other = Pick(seeds);
        return Shorten([.. bytes[..random.Next(bytes.Length)], .. other[random.Next(other.Length)..]]);
    }

    private byte[] Remove(byte[] bytes)
    {
        var start = Position(bytes);
        var count = Math.Min(random.Next(1, 65), bytes.Length - start);
        return [.. bytes[..start], .. bytes[(start + count)..]];
    }

    private byte[] Repeat(byte[] bytes)
    {
        var start = Position(bytes);
        var piece = bytes.AsSpan(start, Math.Min(random.Next(1, 257), bytes.Length - start)).ToArray();
        return Shorten([.. bytes[..start], .. Enumerable.Repeat(piece, random.Next(2, 5)).SelectMany(copy => copy), .. bytes[start..]]);
    }

    private byte[] Insert(byte[] bytes)
    {
        var inserted = new byte[random.Next(1, 17)];
        random.NextBytes(inserted);
        var start = Position(bytes);
        return Shorten([.. bytes[..start], .. inserted, .. bytes[start..]]);
    }

    /// <summary>A binary number of 1, 2, 4 or 8 bytes, in either order: a known awkward one, or a little more or less than it was.</summary>
    private byte[] EditNumber(byte[] bytes)
    {
        var size = Math.Min(1 << random.Next(4), bytes.Length);
        var target = bytes.AsSpan(random.Next(3) == 0 ? Math.Min(random.Next(64), bytes.Length - size) : random.Next(bytes.Length - size + 1), size);
        var isLittleEndian = random.Next(2) == 0;
        if (isLittleEndian)
            target.Reverse();

        var number = 0L;
        foreach (var value in target)
            number = number << 8 | value;
        number = random.Next(2) == 0 ? unchecked(number + random.Next(-16, 17)) : random.Next(8) == 0 ? bytes.Length : Pick(Numbers);

        Span<byte> written = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(written, number);
        written[^size..].CopyTo(target);
        if (isLittleEndian)
            target.Reverse();
        return bytes;
    }

    /// <summary>A number in text.</summary>
    private byte[] EditDigits(byte[] bytes)
    {
        var start = Array.FindIndex(bytes, Position(bytes), value => value is >= (byte)'0' and <= (byte)'9');
        if (start < 0)
            return FlipBits(bytes);

        var end = start;
        while (end < bytes.Length && bytes[end] is >= (byte)'0' and <= (byte)'9')
            end++;
        return Shorten([.. bytes[..start], .. System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant($"{Pick(Numbers)}")), .. bytes[end..]]);
    }

    /// <summary>Headers are short and matter most: every other time in the first or last 128 bytes.</summary>
    private int Position(byte[] bytes) => random.Next(4) switch
    {
        0 => random.Next(Math.Min(128, bytes.Length)),
        1 => bytes.Length - 1 - random.Next(Math.Min(128, bytes.Length)),
        _ => random.Next(bytes.Length),
    };

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private static byte[] Shorten(byte[] bytes) => bytes.Length <= MaximumLength ? bytes : bytes[..MaximumLength];
}
