using System.Text;

namespace ModelAssert.Fuzz.Samples;

/// <summary>A zip whose sizes and offset have 64 bits, which the library writes only for files that need it.</summary>
internal static class Zip64Seed
{
    private const ushort VersionNeeded = 45;
    private const ushort Zip64Field = 1;

    public static byte[] Of(string name, byte[] content)
    {
        using var stream = new MemoryStream();
        using var zip = new BinaryWriter(stream);
        var nameBytes = Encoding.ASCII.GetBytes(name);
        WriteHeader(zip, 0x04034b50, nameBytes, content.Length, isCentral: false);
        zip.Write(content);

        var directory = stream.Position;
        WriteHeader(zip, 0x02014b50, nameBytes, content.Length, isCentral: true);
        var directoryLength = stream.Position - directory;

        zip.Write(0x06054b50);
        zip.Write(0);
        zip.Write((ushort)1);
        zip.Write((ushort)1);
        zip.Write((uint)directoryLength);
        zip.Write((uint)directory);
        zip.Write((ushort)0);
        zip.Flush();
        return stream.ToArray();
    }

    /// <summary>A header without time and checksum, which no reader here looks at.</summary>
    private static void WriteHeader(BinaryWriter zip, int signature, byte[] name, long length, bool isCentral)
    {
        zip.Write(signature);
        if (isCentral)
            zip.Write(VersionNeeded);
        zip.Write(VersionNeeded);
        zip.Write(new byte[12]);
        zip.Write(uint.MaxValue);
        zip.Write(uint.MaxValue);
        zip.Write((ushort)name.Length);
        zip.Write((ushort)(isCentral ? 28 : 20));
        if (isCentral)
        {
            zip.Write(new byte[10]);
            zip.Write(uint.MaxValue);
        }

        zip.Write(name);
        zip.Write(Zip64Field);
        zip.Write((ushort)(isCentral ? 24 : 16));
        zip.Write(length);
        zip.Write(length);
        if (isCentral)
            zip.Write(0L);
    }
}
