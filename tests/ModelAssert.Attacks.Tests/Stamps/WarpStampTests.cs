using ModelAssert.Engine.Native;
using static TorchSharp.torch;

namespace ModelAssert.Attacks.Tests;

public class WarpStampTests
{
    private static readonly ImageShape Shape = new(1, 3, 4);

    private static readonly float[] Image = [0, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f, 1, 0];

    [Fact]
    public void Takes_every_pixel_from_where_the_field_says()
    {
        var pixels = Image.ToArray();
        var field = new WarpField(rows: [0, 0, 0, 0, 1, 0.5f, 0, 0, 0, 0, 9, 0], columns: [1, 0, 0, 0.5f, 0, 0, -0.25f, 0, -1, 0, 0, 0]);

        field.Sample(pixels, Shape);

        // Right by one; untouched; beyond the edge is the edge; down by one; halfway down; a quarter to the left; beyond the edge; far beyond.
        float[] expected = [0.1f, 0.1f, 0.2f, 0.3f, 0.8f, 0.7f, 0.575f, 0.7f, 0.8f, 0.9f, 1, 0];
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], pixels[i], 1e-6f);
    }

    [Fact]
    public void No_strength_is_no_change() => Assert.Equal(Image, Poisoned.Stamp(new WarpStamp(Shape, strength: 0), Image));

    [Fact]
    public void Enlarges_and_samples_as_the_authors_code_does()
    {
        NativeLibraries.Load();
        AssertSameAsTorch();
    }

    [Fact]
    public void Noise_disturbs_each_image_in_its_own_way_and_always_in_the_same()
    {
        var images = Bars.Draw(2, seed: 1);
        var warp = new WarpStamp(Bars.Shape, seed: 3);
        var noisy = warp.WithNoise();
        var first = Poisoned.Stamp(noisy, images.Image(0));

        Assert.Equal(first, Poisoned.Stamp(noisy, images.Image(0)));
        Assert.NotEqual(first, Poisoned.Stamp(warp, images.Image(0)));
        Assert.All(first, pixel => Assert.InRange(pixel, 0, 1));
    }

    [Fact]
    public void The_seed_alone_draws_the_grid()
    {
        var image = Bars.Draw(1, seed: 1).Image(0).ToArray();

        Assert.Equal(Poisoned.Stamp(new WarpStamp(Bars.Shape, seed: 3), image), Poisoned.Stamp(new WarpStamp(Bars.Shape, seed: 3), image));
        Assert.NotEqual(Poisoned.Stamp(new WarpStamp(Bars.Shape, seed: 3), image), Poisoned.Stamp(new WarpStamp(Bars.Shape, seed: 4), image));
    }

    [Fact]
    public void Refuses_what_is_no_warp()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WarpStamp(Shape, gridSize: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WarpStamp(Shape, strength: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WarpStamp(Shape, strength: double.NaN));
    }

    /// <summary>The lines of WaNet's published training script, with the grid that the stamp draws.</summary>
    private static void AssertSameAsTorch()
    {
        const int size = 4, height = 8, width = 6;
        const double strength = 3;
        using var scope = NewDisposeScope();
        var shape = new ImageShape(1, height, width);
        var random = new Random(7);
        var ins = tensor(Enumerable.Range(0, 2 * size * size).Select(_ => 2 * random.NextSingle() - 1).ToArray(), [1, 2, size, size]);
        var fine = nn.functional.interpolate(ins / ins.abs().mean(), [height, width], mode: InterpolationMode.Bicubic, align_corners: true);
        var noiseGrid = fine.permute(0, 2, 3, 1);
        var rows = linspace(-1, 1, height).view(height, 1).expand(height, width);
        var columns = linspace(-1, 1, width).view(1, width).expand(height, width);
        var identity = stack([columns, rows], dim: 2).unsqueeze(0);
        var grid = (identity + noiseGrid * (strength / height)).clamp(-1, 1).to_type(ScalarType.Float32);
        var image = Enumerable.Range(0, height * width).Select(i => i * 37 % 48 / 48f).ToArray();
        var expected = nn.functional.grid_sample(
            tensor(image, [1, 1, height, width]), grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, align_corners: true);

        var stamped = Poisoned.Stamp(new WarpStamp(shape, size, strength, seed: 7), image);

        Assert.True(tensor(stamped, [1, 1, height, width]).allclose(expected, rtol: 0, atol: 1e-4));
        Assert.NotEqual(image, stamped);
    }
}
