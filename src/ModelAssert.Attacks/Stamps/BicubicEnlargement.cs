namespace ModelAssert.Attacks;

/// <summary>
/// Enlarges a small square grid smoothly, by cubic convolution with a = −0.75, corners on corners: what <c>torch.nn.functional.interpolate</c> does with
/// <c>bicubic</c> and <c>align_corners</c>.
/// </summary>
internal static class BicubicEnlargement
{
    private const float A = -0.75f;

    /// <summary>Enlarges a grid.</summary>
    /// <param name="grid">Values, <c>[size, size]</c>.</param>
    /// <param name="size">The grid's points along each axis.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    /// <returns><c>[height, width]</c>.</returns>
    public static float[] Enlarge(ReadOnlySpan<float> grid, int size, int height, int width)
    {
        var enlarged = new float[height * width];
        for (var row = 0; row < height; row++)
        {
            var (top, down) = Place(row, height, size);
            for (var column = 0; column < width; column++)
            {
                var (left, right) = Place(column, width, size);
                var sum = 0f;
                for (var i = -1; i <= 2; i++)
                {
                    for (var j = -1; j <= 2; j++)
                        sum += Weight(i - down) * Weight(j - right) * grid[Inside(top + i, size) * size + Inside(left + j, size)];
                }

                enlarged[row * width + column] = sum;
            }
        }

        return enlarged;
    }

    private static (int Whole, float Part) Place(int index, int count, int size)
    {
        var place = count == 1 ? 0 : index * (size - 1f) / (count - 1);
        var whole = (int)place;
        return (whole, place - whole);
    }

    private static int Inside(int index, int size) => Math.Clamp(index, 0, size - 1);

    /// <summary>Keys 1981, equation 15, for a point at a distance of up to 2.</summary>
    private static float Weight(float distance)
    {
        var x = Math.Abs(distance);
        return x <= 1 ? ((A + 2) * x - (A + 3)) * x * x + 1 : ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
    }
}
