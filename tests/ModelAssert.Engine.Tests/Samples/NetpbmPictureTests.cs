using ModelAssert.Engine.Samples.Pictures;

namespace ModelAssert.Engine.Tests.Samples;

public class NetpbmPictureTests
{
    private static readonly ImageShape Grey = new(1, 1, 2);
    private static readonly ImageShape Colour = new(3, 1, 2);

    [Fact]
    public void Binary_colour_is_read_channels_first() =>
        Assert.Equal([1, 4, 2, 5, 3, 6], Decode(PixelMaps.Of("P6 2 1 255\n", 1, 2, 3, 4, 5, 6), Colour));

    [Fact]
    public void Binary_grey_is_read() => Assert.Equal([7, 255], Decode(PixelMaps.Of("P5\n# one\n2 # two\n1\n255\n", 7, 255), Grey));

    [Fact]
    public void Text_is_read() => Assert.Equal([1, 4, 2, 5, 3, 6], Decode(PixelMaps.Of("P3\n2 1\n255\n1 2 3\n4 5 6 # end\n"), Colour));

    [Fact]
    public void Grey_is_colour_where_colour_is_wanted() => Assert.Equal([9, 8, 9, 8, 9, 8], Decode(PixelMaps.Of("P2 2 1 255 9 8"), Colour));

    [Fact]
    public void Other_maxima_are_scaled_to_255()
    {
        Assert.Equal([0, 255], Decode(PixelMaps.Of("P2 2 1 1 0 1"), Grey));
        Assert.Equal([255, 1], Decode(PixelMaps.Of("P5 2 1 65535\n", 255, 255, 1, 1), Grey));
    }

    [Theory]
    [InlineData("P5")]
    [InlineData("P5 2 1")]
    [InlineData("P5 2 1 255")]
    [InlineData("P5 2 1 255\na")]
    [InlineData("P5 2 1 255\nabc")]
    [InlineData("P5 2 1 97\nbb")]
    [InlineData("P5 2 1 65536\nabcd")]
    [InlineData("P5 2 1 0\nab")]
    [InlineData("P52 1 255\nab")]
    [InlineData("P5 -2 1 255\nab")]
    [InlineData("P5 99999999999 1 255\nab")]
    [InlineData("P2 2 1 255 1")]
    [InlineData("P2 2 1 255 1 256")]
    [InlineData("P2 2 1 255 1 2 3")]
    public void Damaged_maps_are_refused(string content) =>
        Assert.Throws<InvalidDataException>(() => Decode(PixelMaps.Of(content), Grey));

    [Theory]
    [InlineData("P5 1 1 255\na")]
    [InlineData("P6 2 1 255\nabcdef")]
    public void Maps_of_another_shape_are_named(string content) =>
        Assert.Equal(DiagnosticIds.SamplesShapeMismatch, Assert.Throws<ModelAssertException>(() => Decode(PixelMaps.Of(content), Grey)).Id);

    private static float[] Decode(byte[] content, ImageShape shape)
    {
        var values = new float[shape.Volume];
        Picture.Decode(content, "picture", shape, values);
        return values;
    }
}
