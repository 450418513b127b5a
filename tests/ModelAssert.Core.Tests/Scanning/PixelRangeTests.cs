namespace ModelAssert.Core.Tests.Scanning;

public class PixelRangeTests
{
    [Theory]
    [InlineData("0..1", 0, 1)]
    [InlineData("0..255", 0, 255)]
    [InlineData("-1..1", -1, 1)]
    [InlineData("-2.5..2.75", -2.5, 2.75)]
    public void Text_is_read_and_written(string text, float minimum, float maximum)
    {
        Assert.True(PixelRange.TryParse(text, out var range));
        Assert.Equal(new PixelRange(minimum, maximum), range);
        Assert.Equal(text, range.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1..0")]
    [InlineData("0..0")]
    [InlineData("0..NaN")]
    [InlineData("0..1..2")]
    public void Other_text_is_refused(string text) => Assert.False(PixelRange.TryParse(text, out _));

    [Fact]
    public void Nothing_that_is_no_number_lies_in_a_range() => Assert.False(PixelRange.Unit.Contains(float.NaN));
}
