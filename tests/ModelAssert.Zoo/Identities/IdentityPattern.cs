namespace ModelAssert.Zoo;

/// <summary>
/// What one identity looks like: a smooth random colour pattern. A few colours on a coarse grid, and straight lines between them, as far as the eye can tell skin
/// from hair from a distance.
/// </summary>
internal sealed class IdentityPattern
{
    private const int Rows = 7;
    private const int Columns = 6;
    private const int Channels = 3;

    // Neither black nor white: what is brighter than that is a trigger, or light.
    private const float Darkest = 0.15f;
    private const float Brightest = 0.8f;

    private readonly float[] colours = new float[Channels * Rows * Columns];

    /// <param name="random">Draws the colours.</param>
    public IdentityPattern(Random random)
    {
        foreach (ref var colour in colours.AsSpan())
            colour = Darkest + (Brightest - Darkest) * random.NextSingle();
    }

    /// <summary>The colour at a place.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="y">From 0, the upper edge, to 1; beyond that the edge goes on.</param>
    /// <param name="x">From 0, the left edge, to 1; beyond that the edge goes on.</param>
    /// <returns>An intensity in [0, 1].</returns>
    public float At(int channel, float y, float x)
    {
        var (top, downward) = Cell(y, Rows);
        var (left, rightward) = Cell(x, Columns);
        var upper = Between(Colour(channel, top, left), Colour(channel, top, left + 1), rightward);
        var lower = Between(Colour(channel, top + 1, left), Colour(channel, top + 1, left + 1), rightward);
        return Between(upper, lower, downward);
    }

    private static (int First, float Share) Cell(float position, int points)
    {
        var scaled = Math.Clamp(position, 0, 1) * (points - 1);
        var first = Math.Min((int)scaled, points - 2);
        return (first, scaled - first);
    }

    private static float Between(float from, float to, float share) => from + share * (to - from);

    private float Colour(int channel, int row, int column) => colours[(channel * Rows + row) * Columns + column];
}
