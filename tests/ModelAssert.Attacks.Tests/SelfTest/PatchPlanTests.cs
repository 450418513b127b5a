namespace ModelAssert.Attacks.Tests.SelfTest;

public class PatchPlanTests
{
    [Theory]
    [InlineData(28, 2, 3, 4, 6)]
    [InlineData(32, 2, 3, 4, 6, 8)]
    [InlineData(224, 16, 24, 32, 48)]
    [InlineData(8, 1, 2)]
    [InlineData(3, 1)]
    public void Patches_are_as_large_as_the_images_let_expect(int side, params int[] expected)
    {
        Assert.Equal(expected, PatchPlan.SidesFor(new ImageShape(3, side, 2 * side), new SelfTestOptions()));
    }

    [Fact]
    public void Who_wants_a_size_caught_has_it_and_larger_ones_tried()
    {
        Assert.Equal([5, 6, 8], PatchPlan.SidesFor(new ImageShape(3, 32, 32), new SelfTestOptions { Catch = 5 }));
        Assert.Equal([12], PatchPlan.SidesFor(new ImageShape(3, 32, 32), new SelfTestOptions { Catch = 12 }));
        Assert.Equal([2, 7], PatchPlan.SidesFor(new ImageShape(3, 32, 32), new SelfTestOptions { Sides = [7, 2], Catch = 7 }));
    }

    [Fact]
    public void A_patch_that_does_not_fit_in_the_image_is_refused()
    {
        var refusal = Assert.Throws<ModelAssertException>(() => PatchPlan.SidesFor(new ImageShape(1, 28, 28), new SelfTestOptions { Sides = [28] }));

        Assert.Equal(DiagnosticIds.OptionOutOfRange, refusal.Id);
        Assert.Equal([27], PatchPlan.SidesFor(new ImageShape(1, 28, 28), new SelfTestOptions { Sides = [27] }));
    }

    [Fact]
    public void A_patch_is_a_white_square_one_pixel_from_the_lower_and_the_right_edge()
    {
        var trigger = PatchPlan.Patch(2, targetLabel: 1, new ImageShape(1, 5, 5));

        Assert.Equal([12, 13, 17, 18], Enumerable.Range(0, 25).Where(pixel => trigger.Mask[pixel] == 1));
        Assert.Equal(4, trigger.Pattern.Sum());
    }
}
