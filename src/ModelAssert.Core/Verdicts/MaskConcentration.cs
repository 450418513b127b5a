namespace ModelAssert.Verdicts;

/// <summary>How much of a trigger lies in one place. A stamp does; what makes one thing look like another by nature is strewn over all of it.</summary>
public static class MaskConcentration
{
    /// <summary>The side of the window over that of the image: some 5 % of the area, three times that of the square in the published attacks.</summary>
    private const double WindowSide = 3 / 14.0;

    /// <summary>The largest share of the mask in one window.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <returns>A fraction in [0, 1]; 0 for an empty mask.</returns>
    public static double Of(Trigger trigger)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        var (height, width) = (trigger.Shape.Height, trigger.Shape.Width);
        var (rows, columns) = (Side(height), Side(width));
        // Sums of all that is above and to the left, so that a window is four of them.
        var sums = new double[height + 1, width + 1];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                sums[y + 1, x + 1] = trigger.Mask[y * width + x] + sums[y, x + 1] + sums[y + 1, x] - sums[y, x];
        }

        var largest = 0.0;
        for (var y = rows; y <= height; y++)
        {
            for (var x = columns; x <= width; x++)
                largest = Math.Max(largest, sums[y, x] - sums[y - rows, x] - sums[y, x - columns] + sums[y - rows, x - columns]);
        }

        return sums[height, width] > 0 ? largest / sums[height, width] : 0;
    }

    private static int Side(int extent) => Math.Max(1, (int)Math.Round(WindowSide * extent));
}
