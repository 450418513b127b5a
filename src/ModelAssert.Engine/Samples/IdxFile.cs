using System.Buffers.Binary;
using System.IO.Compression;
using ModelAssert.Engine.Samples.Storage;

namespace ModelAssert.Engine.Samples;

/// <summary>The IDX format of the MNIST family, plain or gzip: a big-endian header with the extents, then bytes.</summary>
internal static class IdxFile
{
    private const byte UnsignedByte = 0x08;

    /// <summary>Reads a file of unsigned bytes.</summary>
    /// <param name="path">The file; gzip is recognised by its first bytes.</param>
    /// <returns>The extents, the slowest index first, and the elements.</returns>
    /// <exception cref="InvalidDataException">The file is not IDX, is damaged, or holds another type of element.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (int[] Shape, byte[] Values) Read(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file);
    }

    internal static (int[] Shape, byte[] Values) Read(Stream file)
    {
        using var content = IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : file;
        try
        {
            var shape = ReadShape(content);
            return (shape, ReadValues(content, shape, file.Length));
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("The file ends too early.", e);
        }
    }

    private static bool IsGzip(Stream file)
    {
        var isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return isGzip;
    }

    private static int[] ReadShape(Stream content)
    {
        Span<byte> magic = stackalloc byte[4];
        content.ReadExactly(magic);
        if (magic[0] != 0 || magic[1] != 0 || magic[2] != UnsignedByte || magic[3] is 0 or > 4)
            throw new InvalidDataException("The file does not begin as an IDX file of bytes does.");

        var shape = new int[magic[3]];
        Span<byte> extent = stackalloc byte[4];
        for (var i = 0; i < shape.Length; i++)
        {
            content.ReadExactly(extent);
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(extent);
        }

        return shape;
    }

    private static byte[] ReadValues(Stream content, int[] shape, long fileLength)
    {
        long count = 1;
        foreach (var extent in shape)
        {
            count = extent < 0 || count > Array.MaxLength ? long.MaxValue : count * extent;
            if (count > Array.MaxLength)
                throw new InvalidDataException("The file's extents are too large.");
        }

        if (ZipLimits.IsBomb(count, fileLength))
            throw new InvalidDataException($"The file would unpack to more than {ZipLimits.MaximumRatio} times its size. Store it without gzip if that is meant.");
        return BoundedContent.Read(content, count);
    }
}
