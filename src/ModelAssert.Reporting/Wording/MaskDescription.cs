namespace ModelAssert.Reporting.Wording;

/// <summary>Where a mask is visible, in words: for those who cannot see it, and for those who want to know where to look.</summary>
/// <param name="Place">Which part of the image: <c>bottom right</c>.</param>
/// <param name="Extent">Which pixels, counted from 0: <c>rows 22 to 26 and columns 23 to 27 of 28 by 28</c>.</param>
internal sealed record MaskDescription(string Place, string Extent)
{
    /// <summary>Pixels at least this strong, as a share of the strongest, are what the eye takes for the trigger.</summary>
    private const double VisibleShare = 0.5;

    public static MaskDescription Of(Trigger trigger)
    {
        var (height, width) = (trigger.Shape.Height, trigger.Shape.Width);
        var strongest = trigger.Mask.Max();
        if (!(strongest > 0))
            return new MaskDescription("nowhere", "the mask is empty");

        int[] visible = [.. Enumerable.Range(0, trigger.Shape.Area).Where(pixel => trigger.Mask[pixel] >= VisibleShare * strongest)];
        int[] rows = [.. visible.Select(pixel => pixel / width)];
        int[] columns = [.. visible.Select(pixel => pixel % width)];
        return new MaskDescription(
            PlaceOf(Third(rows.Average(), height), Third(columns.Average(), width)),
            $"rows {rows.Min()} to {rows.Max()} and columns {columns.Min()} to {columns.Max()} of {height} by {width}");
    }

    public override string ToString() => $"{Place}, {Extent}";

    /// <summary>0, 1 or 2: the third of the side that a position lies in.</summary>
    private static int Third(double position, int side) => Math.Clamp((int)(3 * (position + 0.5) / side), 0, 2);

    private static string PlaceOf(int vertical, int horizontal) => (vertical, horizontal) switch
    {
        (1, 1) => "centre",
        (1, _) => Horizontal(horizontal),
        (_, 1) => Vertical(vertical),
        _ => $"{Vertical(vertical)} {Horizontal(horizontal)}",
    };

    private static string Vertical(int third) => third == 0 ? "top" : "bottom";

    private static string Horizontal(int third) => third == 0 ? "left" : "right";
}
