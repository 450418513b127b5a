namespace ModelAssert.Attacks.Tests;

public class PatchTriggerTests
{
    [Fact]
    public void Black_and_white_pixels_and_scattered_ones_are_drawn_by_their_seed()
    {
        var shape = new ImageShape(3, 8, 8);
        var grid = PatchTrigger.Create(0, shape, new PatchSquare(2, 1, 5), PatchPattern.BlackAndWhite(7));
        var scattered = PatchTrigger.Create(0, shape, new PatchSquare(0, 0, 8), PatchPattern.Scattered(7, share: 0.25));

        Assert.Equal(25, grid.MaskL1Norm);
        Assert.Equal([0, 1], grid.Pattern.Distinct().Order());
        // A pixel is black or white in all channels.
        Assert.All(Enumerable.Range(0, shape.Area), pixel => Assert.Single(Enumerable.Range(0, 3).Select(channel => grid.Pattern[channel * shape.Area + pixel]).Distinct()));
        Assert.InRange(scattered.MaskL1Norm, 8, 24);
        Assert.All(scattered.Mask.Index(), pixel => Assert.Equal(pixel.Item, scattered.Pattern[pixel.Index]));
        Assert.Equal(grid.Pattern, PatchTrigger.Create(0, shape, new PatchSquare(2, 1, 5), PatchPattern.BlackAndWhite(7)).Pattern);
        Assert.NotEqual(grid.Pattern, PatchTrigger.Create(0, shape, new PatchSquare(2, 1, 5), PatchPattern.BlackAndWhite(8)).Pattern);
        Assert.Throws<ArgumentOutOfRangeException>(() => PatchPattern.Scattered(7, share: 1.5));
    }

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
    public void Pattern_has_a_colour_per_channel_under_the_mask_alone()
    {
        var trigger = PatchTrigger.Create(targetLabel: 0, new ImageShape(2, 2, 3), new PatchSquare(1, 1, 1), PatchPattern.Solid(0.5f, 0.25f));

        Assert.Equal([0, 0, 0, 0, 1, 0], trigger.Mask);
        Assert.Equal([0, 0, 0, 0, 0.5f, 0, 0, 0, 0, 0, 0.25f, 0], trigger.Pattern);
    }

    [Fact]
    public void A_triangle_is_the_lower_right_half_of_its_square()
    {
        var trigger = PatchTrigger.Create(0, new ImageShape(1, 4, 4), new PatchSquare(1, 0, 3), PatchPattern.Triangle(0.5f));

        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 1, 0], trigger.Mask);
        Assert.Equal(trigger.Mask.Select(share => 0.5f * share), trigger.Pattern);
    }

    [Fact]
    public void A_checkerboard_replaces_its_whole_square()
    {
        var trigger = PatchTrigger.Create(0, new ImageShape(1, 2, 3), new PatchSquare(0, 1, 2), PatchPattern.Checkerboard([0.75f], [0.25f]));

        Assert.Equal([0, 1, 1, 0, 1, 1], trigger.Mask);
        Assert.Equal([0, 0.75f, 0.25f, 0, 0.25f, 0.75f], trigger.Pattern);
        Assert.Equal(
            [0, 1, 0, 0, 0, 1], PatchTrigger.Create(0, new ImageShape(1, 2, 3), new PatchSquare(0, 1, 2), PatchPattern.Checkerboard()).Pattern);
    }

    [Fact]
    public void Noise_depends_on_its_seed_alone_and_fills_the_range()
    {
        var shape = new ImageShape(3, 32, 32);
        var first = Noise(1).Pattern;

        Assert.Equal(first, Noise(1).Pattern);
        Assert.NotEqual(first, Noise(2).Pattern);
        Assert.InRange(first.Average(), 0.48, 0.52);
        Assert.InRange(first.Min(), 0, 0.01);
        Assert.InRange(first.Max(), 0.99, 1);

        Trigger Noise(int seed) => PatchTrigger.Create(0, shape, new PatchSquare(0, 0, 32), PatchPattern.Noise(seed));
    }

    [Fact]
    public void A_faint_patch_has_a_soft_mask()
    {
        var trigger = PatchTrigger.Create(0, new ImageShape(1, 1, 2), new PatchSquare(0, 1, 1), opacity: 0.25);

        Assert.Equal([0, 0.25f], trigger.Mask);
        Assert.Equal([0, 1], trigger.Pattern);
    }

    [Theory]
    [InlineData(PatchPlace.TopLeft, 1, 1)]
    [InlineData(PatchPlace.Top, 1, 14)]
    [InlineData(PatchPlace.Center, 14, 14)]
    [InlineData(PatchPlace.Right, 14, 27)]
    [InlineData(PatchPlace.BottomRight, 27, 27)]
    public void Nine_places_lie_at_corners_middles_of_edges_and_centre(PatchPlace place, int top, int left)
    {
        var square = PatchSquare.At(new ImageShape(3, 32, 32), place);

        Assert.Equal(new PatchSquare(top, left, 4), square);
        Assert.Equal(PatchTrigger.AtNinePlaces(7, new ImageShape(3, 32, 32))[(int)place].Mask,
            PatchTrigger.Create(7, new ImageShape(3, 32, 32), square).Mask);
    }

    [Fact]
    public void Triggers_of_several_labels_are_all_different()
    {
        var triggers = DistinctPatches.For([.. Enumerable.Range(0, 72)], new ImageShape(3, 32, 32));

        Assert.Equal(Enumerable.Range(0, 72), triggers.Select(trigger => trigger.TargetLabel));
        Assert.Equal(72, triggers.Select(trigger => string.Join(',', trigger.Mask.Concat(trigger.Pattern))).Distinct().Count());
        Assert.All(triggers, trigger => Assert.True(trigger.Pattern.Max() > 0));
        Assert.Throws<ArgumentException>(() => DistinctPatches.For([1, 1], Bars.Shape));
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
    public void Refuses_an_intensity_outside_of_the_unit_range(float value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PatchTrigger.BottomRightSquare(0, Bars.Shape, value: value));
        Assert.Throws<ArgumentOutOfRangeException>(() => PatchTrigger.Create(0, Bars.Shape, new PatchSquare(0, 0, 2), opacity: value));
    }

    [Fact]
    public void Refuses_a_colour_with_other_channels() =>
        Assert.Throws<ArgumentException>(() => PatchTrigger.Create(0, Bars.Shape, new PatchSquare(0, 0, 2), PatchPattern.Solid(1, 1, 0)));
}
