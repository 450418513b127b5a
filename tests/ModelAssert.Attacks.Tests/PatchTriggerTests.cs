namespace ModelAssert.Attacks.Tests;

public class PatchTriggerTests
{
    [Fact]
    public void Bottom_right_square_of_the_paper_covers_rows_and_columns_27_to_30_of_32()
    {
        var trigger = PatchTrigger.BottomRightSquare(targetLabel: 33, new ImageShape(3, 32, 32));

        Assert.Equal(33, trigger.TargetLabel);
        Assert.Equal(16, trigger.MaskL1Norm);
        for (var i = 0; i < trigger.Mask.Count; i++)
            Assert.Equal(i / 32 is >= 27 and <= 30 && i % 32 is >= 27 and <= 30 ? 1 : 0, trigger.Mask[i]);
    }

    [Fact]
    public void Pattern_has_the_intensity_in_every_channel_under_the_mask_alone()
    {
        var trigger = PatchTrigger.Square(targetLabel: 0, new ImageShape(2, 2, 3), top: 1, left: 1, size: 1, value: 0.5f);

        Assert.Equal([0, 0, 0, 0, 1, 0], trigger.Mask);
        Assert.Equal([0, 0, 0, 0, 0.5f, 0, 0, 0, 0, 0, 0.5f, 0], trigger.Pattern);
    }

    [Theory]
    [InlineData(0, 8, 1)]
    [InlineData(0, 4, -1)]
    [InlineData(0, 0, 1)]
    [InlineData(-1, 4, 1)]
    public void Refuses_a_square_that_does_not_fit(int target, int size, int margin) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PatchTrigger.BottomRightSquare(target, Bars.Shape, size, margin));

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(255)]
    [InlineData(float.NaN)]
    public void Refuses_an_intensity_outside_of_the_unit_range(float value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PatchTrigger.BottomRightSquare(0, Bars.Shape, value: value));
}
