using ModelAssert.Reporting.Looks;

namespace ModelAssert.Attacks;

/// <summary>Where each pixel of a warped image comes from.</summary>
/// <param name="rows">How far down, in pixels, <c>[H, W]</c>.</param>
/// <param name="columns">How far to the right, in pixels, <c>[H, W]</c>.</param>
internal sealed class WarpField(float[] rows, float[] columns)
{
    private readonly float[] offsets = Interleave(columns, rows);

    /// <summary>Draws the field of WaNet.</summary>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="gridSize">k.</param>
    /// <param name="strength">s.</param>
    /// <param name="random">Draws the grid, the offsets to the right first.</param>
    public static WarpField Draw(ImageShape shape, int gridSize, double strength, Random random)
    {
        var grid = new float[2 * gridSize * gridSize];
        foreach (ref var offset in grid.AsSpan())
            offset = 2 * random.NextSingle() - 1;

        var mean = grid.Average(Math.Abs);
        foreach (ref var offset in grid.AsSpan())
            offset = (float)(offset / mean * strength);

        return new WarpField(
            rows: Enlarge(grid.AsSpan(gridSize * gridSize), RowScale(shape)),
            columns: Enlarge(grid.AsSpan(0, gridSize * gridSize), ColumnScale(shape)));

        float[] Enlarge(ReadOnlySpan<float> coarse, float scale)
        {
            var fine = BicubicEnlargement.Enlarge(coarse, gridSize, shape.Height, shape.Width);
            foreach (ref var offset in fine.AsSpan())
                offset *= scale;
            return fine;
        }
    }

    /// <summary>The same field with an offset of its own for every pixel on top.</summary>
    public WarpField Disturbed(ImageShape shape, Random random)
    {
        return new WarpField(Disturb(rows, RowScale(shape)), Disturb(columns, ColumnScale(shape)));

        float[] Disturb(float[] offsets, float scale) => Array.ConvertAll(offsets, offset => offset + (2 * random.NextSingle() - 1) * scale);
    }

    /// <summary>Warps an image in place, bilinearly between pixels; places outside become the nearest one inside.</summary>
    public void Sample(Span<float> image, ImageShape shape) =>
        new WarpLook(shape, offsets).Apply(image.ToArray()).CopyTo(image);

    private static float[] Interleave(float[] first, float[] second)
    {
        var both = new float[2 * first.Length];
        for (var i = 0; i < first.Length; i++)
            (both[2 * i], both[2 * i + 1]) = (first[i], second[i]);
        return both;
    }

    // The authors divide by the height along both axes, in coordinates where an image is 2 long; a pixel is 2 / (size − 1) of them.
    private static float RowScale(ImageShape shape) => (shape.Height - 1) / (2f * shape.Height);

    private static float ColumnScale(ImageShape shape) => (shape.Width - 1) / (2f * shape.Height);
}
