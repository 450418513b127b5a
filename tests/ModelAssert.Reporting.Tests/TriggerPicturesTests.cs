using ModelAssert.Reporting.Looks;
using SkiaSharp;

namespace ModelAssert.Reporting.Tests;

public class TriggerPicturesTests
{
    private static readonly Trigger Grey = new(7, new ImageShape(1, 2, 2), [0, 0, 0, 1], [1, 1, 1, 0.5f]);

    [Fact]
    public void The_mask_is_white_where_the_trigger_replaces_the_pixel()
    {
        using var picture = Draw(stream => TriggerPictures.WriteMask(stream, new StampLook(Grey)));

        Assert.Equal((280, 280), (picture.Width, picture.Height));
        Assert.Equal(SKColors.Black, picture.GetPixel(139, 139));
        Assert.Equal(SKColors.White, picture.GetPixel(140, 140));
        Assert.Equal(SKColors.White, picture.GetPixel(279, 279));
    }

    [Fact]
    public void The_trigger_is_the_masked_pattern_on_black()
    {
        using var picture = Draw(new StampLook(Grey).DrawAlone);

        Assert.Equal(SKColors.Black, picture.GetPixel(0, 0));
        Assert.Equal(new SKColor(128, 128, 128), picture.GetPixel(200, 200));
    }

    [Fact]
    public void Three_channels_are_red_green_and_blue()
    {
        var colour = new Trigger(0, new ImageShape(3, 1, 1), [1], [1, 0.5f, 0]);
        using var picture = Draw(new StampLook(colour).DrawAlone);

        Assert.Equal(new SKColor(255, 128, 0), picture.GetPixel(5, 5));
    }

    [Fact]
    public void The_overlay_shows_samples_above_and_the_same_samples_stamped_below()
    {
        ExampleImage[] examples = [new(0, [0, 0, 0, 0]), new(1, [1, 1, 1, 1])];
        using var picture = Draw(stream => TriggerPictures.WriteOverlay(stream, new StampLook(Grey), examples));

        // Two tiles of 112 with gaps of 4, in two rows.
        Assert.Equal((4 + 2 * 116, 4 + 2 * 116), (picture.Width, picture.Height));
        Assert.Equal(SKColors.Black, picture.GetPixel(4 + 100, 4 + 100));
        Assert.Equal(new SKColor(128, 128, 128), picture.GetPixel(4 + 100, 120 + 100));
        Assert.Equal(SKColors.White, picture.GetPixel(120 + 10, 120 + 10));
        Assert.Equal(new SKColor(128, 128, 128), picture.GetPixel(120 + 100, 120 + 100));
    }

    [Fact]
    public void A_large_image_is_not_enlarged()
    {
        var large = new Trigger(0, new ImageShape(1, 300, 400), new float[120_000], new float[120_000]);
        using var picture = Draw(stream => TriggerPictures.WriteMask(stream, new StampLook(large)));

        Assert.Equal((400, 300), (picture.Width, picture.Height));
    }

    [Fact]
    public void What_cannot_be_seen_is_shown_a_third_time_as_the_difference()
    {
        using var picture = Draw(stream => TriggerPictures.WriteOverlay(stream, new PatternLook(new ImageShape(1, 1, 2), [0.02f, -0.01f]), [new(0, [0.5f, 0.5f])]));

        // A row of two pixels is 112 wide and 56 high.
        Assert.Equal((4 + 116, 4 + 3 * 60), (picture.Width, picture.Height));
        Assert.Equal(new SKColor(133, 133, 133), picture.GetPixel(4 + 10, 64 + 10));
        Assert.Equal((SKColors.White, new SKColor(64, 64, 64)), (picture.GetPixel(4 + 10, 124 + 10), picture.GetPixel(4 + 100, 124 + 10)));
    }

    [Fact]
    public void A_pattern_alone_has_all_of_the_contrast_that_there_is()
    {
        var look = new PatternLook(new ImageShape(1, 1, 2), [0.02f, -0.01f]);
        using var picture = Draw(look.DrawAlone);

        Assert.Equal((SKColors.White, new SKColor(64, 64, 64)), (picture.GetPixel(10, 10), picture.GetPixel(270, 10)));
        Assert.Equal([1, 0.5f], look.Mask());
        Assert.Equal([1, 0.19f], look.Apply([0.99f, 0.2f]));
    }

    [Fact]
    public void A_warp_is_arrows_to_where_pixels_go()
    {
        // Every pixel is taken from a half to the right of it, so arrows point to the left: from the middle of each pixel, nothing lies to the left of its arrow's tip.
        var look = new WarpLook(new ImageShape(1, 2, 2), [0.5f, 0, 0.5f, 0, 0.5f, 0, 0.5f, 0]);
        using var picture = Draw(look.DrawAlone);

        Assert.Equal((280, 280), (picture.Width, picture.Height));
        Assert.Equal(SKColors.Black, picture.GetPixel(60, 70));
        Assert.NotEqual(SKColors.Black, picture.GetPixel(130, 70));
        Assert.Equal([1, 1, 1, 1], look.Mask());
        // Beyond the edge lies what is at it.
        Assert.Equal([0.5f, 1, 0.25f, 0.5f], look.Apply([0, 1, 0, 0.5f]));
    }

    private static SKBitmap Draw(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return SKBitmap.Decode(stream.ToArray());
    }
}
