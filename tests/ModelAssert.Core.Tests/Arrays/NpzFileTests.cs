using System.IO.Compression;
using System.Text;
using ModelAssert.Arrays;

namespace ModelAssert.Core.Tests.Arrays;

public class NpzFileTests
{
    [Fact]
    public void Arrays_come_back_as_they_were_written()
    {
        var read = WriteAndRead(
            ("x", NpyArray.Of([2, 1, 3], (ReadOnlySpan<float>)[1, -2, 3.5f, 4, 5, 6])), ("y", NpyArray.Of([2], (ReadOnlySpan<long>)[7, -8])),
            ("z", NpyArray.Of([1], (ReadOnlySpan<byte>)[255])));

        Assert.Equal([2, 1, 3], read["x"].Shape);
        Assert.Equal([1, -2, 3.5f, 4, 5, 6], read["x"].ToSingles());
        Assert.Equal([7, -8], read["y"].ToIntegers());
        Assert.Equal([255], read["z"].ToSingles());
        Assert.Throws<InvalidOperationException>(read["x"].ToIntegers);
    }

    [Fact]
    public void Equal_arrays_make_equal_files() =>
        Assert.Equal(Bytes(("x", NpyArray.Of([1], (ReadOnlySpan<float>)[1]))), Bytes(("x", NpyArray.Of([1], (ReadOnlySpan<float>)[1]))));

    [Fact]
    public void A_name_that_is_not_there_is_left_out() => Assert.Empty(WriteAndRead([]));

    [Theory]
    [InlineData("|u1", "(2, 2)", "\x01\x02\x03\x04", 4)]
    [InlineData("<i2", "(1,)", "\x01\x00", 1)]
    [InlineData("<f8", "()", "\x00\x00\x00\x00\x00\x00\x00\x40", 1)]
    public void What_numpy_writes_is_read(string type, string shape, string data, int count)
    {
        var array = ReadRaw($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}", Encoding.Latin1.GetBytes(data));

        Assert.Equal(count, array.Count);
        Assert.Equal(count == 4 ? 1 : type == "<f8" ? 2 : 1, array.ToSingles()[0]);
    }

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "type '|O'")]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "type '>f4'")]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }", "Fortran")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "not understood")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }", "too large")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536, 65536, 65536), }", "too large")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000,), }", "")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'shape': (2,), }", "not understood")]
    [InlineData("__import__('os').system('true')", "not understood")]
    public void A_hostile_array_is_named(string header, string part)
    {
        var error = Assert.Throws<InvalidDataException>(() => ReadRaw(header, new byte[4]));

        Assert.Contains("'x'", error.Message, StringComparison.Ordinal);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Something_else_is_no_archive() =>
        Assert.Throws<InvalidDataException>(() => NpzFile.Read(new MemoryStream("this is text, not a zip archive"u8.ToArray()), "x"));

    [Fact]
    public void Bytes_after_an_array_are_named()
    {
        var error = Assert.Throws<InvalidDataException>(() => ReadRaw("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", [1, 2, 3]));
        Assert.Equal("The array 'x' cannot be read. It is longer than it says.", error.Message);
    }

    [Theory]
    [InlineData("x.npy", "'x.npy' and as 'x.npy'")]
    [InlineData("X.npy", "'x.npy' and as 'X.npy'")]
    [InlineData("x", "'x.npy' and as 'x'")]
    [InlineData("x.NPY", "'x.npy' and as 'x.NPY'")]
    public void An_array_that_is_there_twice_is_named(string second, string names)
    {
        var stream = new MemoryStream();
        stream.Write(Bytes(("x", NpyArray.Of([1], [1f]))));
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        using (var entry = zip.CreateEntry(second).Open())
            entry.WriteByte(1);

        var error = Assert.Throws<InvalidDataException>(() => NpzFile.Read(stream, "x"));

        Assert.Equal($"The array 'x' is there twice: as {names}.", error.Message);
        Assert.Empty(NpzFile.Read(stream, "y"));
    }

    private static NpyArray ReadRaw(string header, byte[] data)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("x.npy").Open())
        {
            entry.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0]);
            entry.Write(Encoding.ASCII.GetBytes(header));
            entry.Write(data);
        }

        return NpzFile.Read(stream, "x")["x"];
    }

    private static IReadOnlyDictionary<string, NpyArray> WriteAndRead(params (string Name, NpyArray Array)[] arrays) =>
        NpzFile.Read(new MemoryStream(Bytes(arrays)), "x", "y", "z");

    private static byte[] Bytes(params (string Name, NpyArray Array)[] arrays)
    {
        using var stream = new MemoryStream();
        NpzFile.Write(stream, arrays.Select(entry => KeyValuePair.Create(entry.Name, entry.Array)));
        return stream.ToArray();
    }
}
