namespace ModelAssert.Attacks.Tests;

public class TriggerAreaTests
{
    [Fact]
    public void A_square_covers_its_pixels() =>
        Assert.Equal([0, 0, 0, 0, 1, 1, 0, 1, 1], TriggerArea.Square(new ImageShape(3, 3, 3), new PatchSquare(1, 1, 2)).Mask);

    [Fact]
    public void The_watermark_is_a_word_and_covers_a_fourteenth_of_an_mnist_image()
    {
        var area = TriggerArea.Watermark(new ImageShape(1, 28, 28), top: 22, left: 2);

        Assert.Equal(57, area.Mask.Sum());
        Assert.InRange(area.Mask.Sum() / 784, 0.07, 0.075);
        Assert.Equal([0, 0, 1, 1, 1, 0, 1, 1, 0, 0], area.Mask.Skip(22 * 28).Take(10));
    }

    [Fact]
    public void The_watermark_grows_by_whole_pixels() =>
        Assert.Equal(4 * 57, TriggerArea.Watermark(new ImageShape(1, 10, 48), top: 0, left: 0, scale: 2).Mask.Sum());

    [Fact]
    public void Refuses_what_does_not_fit()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TriggerArea.Square(Bars.Shape, new PatchSquare(7, 0, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => TriggerArea.Watermark(Bars.Shape, top: 0, left: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TriggerArea.Watermark(new ImageShape(1, 28, 28), top: 0, left: 0, scale: 0));
    }
}
