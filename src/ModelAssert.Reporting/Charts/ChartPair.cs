namespace ModelAssert.Reporting.Charts;

/// <summary>
/// A chart drawn for a wide column and again for a narrow one: scaled down, its text would be unreadable on a telephone. The page shows one of them.
/// </summary>
/// <param name="Wide">One <c>svg</c> element.</param>
/// <param name="Narrow">One <c>svg</c> element.</param>
internal sealed record ChartPair(string Wide, string Narrow)
{
    private const int WideWidth = 760;

    private const int NarrowWidth = 320;

    public static ChartPair Of(Func<int, string> draw) => new(draw(WideWidth), draw(NarrowWidth));

    /// <summary>Whether a chart of this width has room for long words.</summary>
    public static bool IsWide(int width) => width > (WideWidth + NarrowWidth) / 2;
}
