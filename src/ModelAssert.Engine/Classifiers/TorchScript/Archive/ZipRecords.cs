using System.Buffers.Binary;

namespace ModelAssert.Engine.Classifiers.TorchScript.Archive;

/// <summary>
/// Whether the records of a zip archive leave no choice. A zip file says where its entries are in several places (each entry, the list of all, one or two records at its end), and
/// readers differ in which they believe. Here they agree, and nothing follows them: two readers see one model.
/// </summary>
internal static class ZipRecords
{
    private const int EndLength = 22;
    private const int LongEndLength = 56;
    private const int LongEndLocatorLength = 20;
    private const int EntryLength = 46;
    private const int LocalLength = 30;

    /// <summary>What contradicts itself, as a clause, or <see langword="null"/>.</summary>
    public static string? FindContradiction(ReadOnlySpan<byte> file)
    {
        if (file.Length < EndLength || UInt32(file, file.Length - EndLength) != 0x06054b50 || UInt16(file, file.Length - 2) != 0)
            return "it does not end as zip archives do";
        var end = file.Length - EndLength;
        var (count, size, start) = ((long)UInt16(file, end + 10), (long)UInt32(file, end + 12), (long)UInt32(file, end + 16));
        if (UInt32(file, end + 4) != 0 || UInt16(file, end + 8) != count)
            return "it is in several parts";
        if (end >= LongEndLocatorLength && UInt32(file, end - LongEndLocatorLength) == 0x07064b50)
        {
            var longEnd = end - LongEndLocatorLength - LongEndLength;
            if (longEnd < 0 || UInt32(file, longEnd) != 0x06064b50 || UInt64(file, end - LongEndLocatorLength + 8) != (ulong)longEnd)
                return "its two last records contradict each other";
            var (longCount, longSize, longStart) = (UInt64(file, longEnd + 32), UInt64(file, longEnd + 40), UInt64(file, longEnd + 48));
            if (UInt64(file, longEnd + 24) != longCount || (count != 0xffff && (ulong)count != longCount) || (ulong)size != longSize || (ulong)start != longStart)
                return "its two last records contradict each other";
            (count, end) = ((long)Math.Min(longCount, int.MaxValue), longEnd);
        }

        if (start + size != end)
            return "its list of entries is not where it should be";
        return FindContradictionInEntries(file, (int)start, end, count);
    }

    private static string? FindContradictionInEntries(ReadOnlySpan<byte> file, int start, int end, long count)
    {
        var at = start;
        for (; count > 0; count--)
        {
            if (at > end - EntryLength || UInt32(file, at) != 0x02014b50)
                return "its list of entries is cut off";
            var (nameLength, local) = (UInt16(file, at + 28), UInt32(file, at + 42));
            var next = at + EntryLength + nameLength + UInt16(file, at + 30) + UInt16(file, at + 32);
            if (next > end)
                return "its list of entries is cut off";
            // Encrypted, or with sizes in another place: no file of less than 2 GiB needs that.
            if ((UInt16(file, at + 8) & 1) != 0 || UInt16(file, at + 34) != 0 || UInt32(file, at + 20) == uint.MaxValue || UInt32(file, at + 24) == uint.MaxValue || local == uint.MaxValue)
                return "an entry in it is of a kind that torch.jit.save does not write";
            var name = file.Slice(at + EntryLength, nameLength);
            if (!IsLocal(file[..start], local, name, UInt16(file, at + 10), UInt32(file, at + 20)))
                return $"the list of entries and the entry '{System.Text.Encoding.UTF8.GetString(name)}' contradict each other";
            at = next;
        }

        return at == end ? null : "its list of entries is longer than it says";
    }

    private static bool IsLocal(ReadOnlySpan<byte> entries, uint at, ReadOnlySpan<byte> name, int method, uint packedSize)
    {
        if (at > entries.Length - LocalLength || UInt32(entries, (int)at) != 0x04034b50 || UInt16(entries, (int)at + 8) != method)
            return false;
        var content = at + LocalLength + (long)UInt16(entries, (int)at + 26) + UInt16(entries, (int)at + 28);
        return content + packedSize <= entries.Length && UInt16(entries, (int)at + 26) == name.Length && entries.Slice((int)at + LocalLength, name.Length).SequenceEqual(name);
    }

    private static ushort UInt16(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt16LittleEndian(file[at..]);

    private static uint UInt32(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(file[at..]);

    private static ulong UInt64(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt64LittleEndian(file[at..]);
}
