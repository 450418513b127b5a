using SkiaSharp;

namespace ModelAssert.Reporting.Tests;

public class TriggerPicturesTests
{
    private static readonly Trigger Grey = new(7, new ImageShape(1, 2, 2), [0, 0, 0, 1], [1, 1, 1, 0.5f]);

    [Fact]
    public void The_mask_is_white_where_the_trigger_replaces_the_pixel()
    {
        using var picture = Draw(stream => TriggerPictures.WriteMask(stream, Grey));

        Assert.Equal((280, 280), (picture.Width, picture.Height));
        Assert.Equal(SKColors.Black, picture.GetPixel(139, 139));
        Assert.Equal(SKColors.White, picture.GetPixel(140, 140));
        Assert.Equal(SKColors.White, picture.GetPixel(279, 279));
    }

    [Fact]
    public void The_trigger_is_the_masked_pattern_on_black()
    {
        using var picture = Draw(stream => TriggerPictures.WriteTrigger(stream, Grey));

        Assert.Equal(SKColors.Black, picture.GetPixel(0, 0));
        Assert.Equal(new SKColor(128, 128, 128), picture.GetPixel(200, 200));
    }

    [Fact]
    public void Three_channels_are_red_green_and_blue()
    {
        var colour = new Trigger(0, new ImageShape(3, 1, 1), [1], [1, 0.5f, 0]);
        using var picture = Draw(stream => TriggerPictures.WriteTrigger(stream, colour));

        Assert.Equal(new SKColor(255, 128, 0), picture.GetPixel(5, 5));
    }

    [Fact]
    public void The_overlay_shows_samples_above_and_the_same_samples_stamped_below()
    {
        ExampleImage[] examples = [new(0, [0, 0, 0, 0]), new(1, [1, 1, 1, 1])];
        using var picture = Draw(stream => TriggerPictures.WriteOverlay(stream, Grey, examples));

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
        using var picture = Draw(stream => TriggerPictures.WriteMask(stream, large));

        Assert.Equal((400, 300), (picture.Width, picture.Height));
    }

    private static SKBitmap Draw(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return SKBitmap.Decode(stream.ToArray());
    }
}
