using ModelAssert.Verdicts;

namespace ModelAssert.Core.Tests.Verdicts;

public class MaskConcentrationTests
{
    private static readonly ImageShape Shape = new(1, 28, 28);

    [Fact]
    public void A_square_at_any_place_lies_in_one_place()
    {
        var mask = new float[Shape.Area];
        foreach (var (row, column) in from row in Enumerable.Range(23, 4) from column in Enumerable.Range(1, 4) select (row, column))
            mask[row * 28 + column] = 1;

        Assert.Equal(1, MaskConcentration.Of(new Trigger(0, Shape, mask, new float[Shape.Volume])), 9);
    }

    [Fact]
    public void An_even_mask_has_the_windows_share_and_an_empty_one_none()
    {
        Assert.Equal(36.0 / 784, MaskConcentration.Of(new Trigger(0, Shape, [.. Enumerable.Repeat(0.5f, Shape.Area)], new float[Shape.Volume])), 9);
        Assert.Equal(0, MaskConcentration.Of(new Trigger(0, Shape, new float[Shape.Area], new float[Shape.Volume])));
    }
}
