namespace ModelAssert.Attacks.Tests;

public class LabeledImagesTests
{
    private static readonly ImageShape Shape = new(1, 2, 2);

    [Fact]
    public void Gives_each_image_its_own_pixels()
    {
        var images = new LabeledImages(Shape, [0, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 1], [1, 0]);

        Assert.Equal(2, images.Count);
        Assert.Equal([0.4f, 0.5f, 0.6f, 1], images.Image(1).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => images.Image(2).Length);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(8, 0)]
    [InlineData(4, -1)]
    public void Refuses_arrays_that_do_not_fit(int pixels, int label) =>
        Assert.Throws<ArgumentException>(() => new LabeledImages(Shape, new float[pixels], [label]));

    [Theory]
    [InlineData(-0.01f)]
    [InlineData(255)]
    [InlineData(float.NaN)]
    public void Refuses_pixels_outside_of_the_unit_range(float pixel)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new LabeledImages(Shape, [0, 0, 0, 0, 0, pixel, 0, 0], [0, 0]));

        Assert.Contains("Image 1", refusal.Message);
    }

    [Fact]
    public void Refuses_an_empty_set() => Assert.Throws<ArgumentException>(() => new LabeledImages(Shape, [], []));
}
