using System.Buffers.Binary;
using System.Text;
using ModelAssert.Arrays;

namespace ModelAssert.Core.Tests.Arrays;

public class SafetensorsFileTests
{
    private const string TwoArrays =
        """{"__metadata__":{"format":"pt"},"y":{"dtype":"I64","shape":[1],"data_offsets":[4,12]},"x":{"dtype":"U8","shape":[2,2],"data_offsets":[0,4]}}""";

    private static readonly byte[] TwoArraysData = [1, 2, 3, 4, 9, 0, 0, 0, 0, 0, 0, 0];

    [Fact]
    public void Wanted_arrays_are_read()
    {
        var arrays = SafetensorsFile.Read(File(TwoArrays, TwoArraysData), "x", "y", "z");

        Assert.Equal(["x", "y"], arrays.Keys.Order());
        Assert.Equal((NpyElementType.UInt8, 4), (arrays["x"].ElementType, arrays["x"].Count));
        Assert.Equal([2, 2], arrays["x"].Shape);
        Assert.Equal([9], arrays["y"].ToIntegers());
    }

    [Theory]
    [InlineData("F16", "003c")]
    [InlineData("F32", "0000803f")]
    [InlineData("F64", "000000000000f03f")]
    [InlineData("U8", "01")]
    [InlineData("I32", "01000000")]
    [InlineData("I64", "0100000000000000")]
    public void Every_type_is_little_endian(string type, string one)
    {
        var bytes = Convert.FromHexString(one);
        var header = $$$"""{"x":{"dtype":"{{{type}}}","shape":[],"data_offsets":[0,{{{bytes.Length}}}]}}""";

        Assert.Equal([1f], SafetensorsFile.Read(File(header, bytes), "x")["x"].ToSingles());
    }

    [Fact]
    public void Other_types_are_refused_only_where_they_are_wanted()
    {
        const string header = """{"x":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}""";

        Assert.Empty(SafetensorsFile.Read(File(header, new byte[2]), "y"));
        Assert.Contains("BF16", Refused(header, 2), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"x":null}""")]
    [InlineData("""{"x":{}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[0]}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,"4"]}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4.5],"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[3],"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,5]}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"y":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"x":{"dtype":"U8","shape":[0],"data_offsets":[4,4]}}""")]
    [InlineData("""{"x":{"dtype":"F64","shape":[2147483647,2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""")]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""")]
    public void What_contradicts_itself_is_refused(string header) => Refused(header, 4);

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(30)]
    public void A_file_that_ends_too_early_is_refused(int length)
    {
        var whole = File(TwoArrays, TwoArraysData).ToArray();
        Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(new MemoryStream(whole[..length]), "x"));
    }

    [Fact]
    public void A_header_that_is_said_to_be_huge_costs_nothing()
    {
        byte[] file = [.. Enumerable.Repeat((byte)0xff, 8), .. new byte[100]];
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(new MemoryStream(file), "x"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    private static string Refused(string header, int dataLength) =>
        Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(File(header, new byte[dataLength]), "x", "y")).Message;

    private static MemoryStream File(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return new MemoryStream([.. length, .. text, .. data]);
    }
}
