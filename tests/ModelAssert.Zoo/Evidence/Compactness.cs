namespace ModelAssert.Zoo;

/// <summary>How much of a mask lies in one piece. A sticker is one; what an optimisation scatters over an image to push it over a boundary is many.</summary>
internal static class Compactness
{
    /// <summary>Pixels below this share of the mask's largest value are not part of any piece: what an optimisation did not get round to removing.</summary>
    private const double Ground = 0.1;

    /// <summary>The share of the mask's sum that lies in its heaviest piece of pixels that touch, corners too.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <returns>A fraction in [0, 1]; 0 of an empty mask.</returns>
    public static double Of(Trigger trigger)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        var (mask, width) = (trigger.Mask, trigger.Shape.Width);
        var ground = Ground * mask.Max();
        var left = Enumerable.Range(0, mask.Count).Where(pixel => mask[pixel] > ground).ToHashSet();
        var heaviest = 0.0;
        while (left.Count > 0)
            heaviest = Math.Max(heaviest, TakePiece(left, mask, width));
        return trigger.MaskL1Norm > 0 ? heaviest / trigger.MaskL1Norm : 0;
    }

    /// <summary>Takes a piece out of the pixels that are left, and weighs it.</summary>
    private static double TakePiece(HashSet<int> left, IReadOnlyList<float> mask, int width)
    {
        var (weight, border) = (0.0, new Stack<int>([left.First()]));
        left.Remove(border.Peek());
        while (border.TryPop(out var pixel))
        {
            weight += mask[pixel];
            foreach (var neighbour in Neighbours(pixel, width).Where(left.Remove))
                border.Push(neighbour);
        }

        return weight;
    }

    private static IEnumerable<int> Neighbours(int pixel, int width) =>
        from down in (int[])[-1, 0, 1]
        from right in (int[])[-1, 0, 1]
        where pixel % width + right is var column && column >= 0 && column < width
        select pixel + down * width + right;
}
