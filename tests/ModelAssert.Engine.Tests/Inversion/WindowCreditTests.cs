using ModelAssert.Engine.Inversion;

namespace ModelAssert.Engine.Tests.Inversion;

public class WindowCreditTests
{
    private const int Side = 3;

    private static readonly ImageShape Shape = new(1, 10, 12);

    private readonly WindowCredit credit = new(Shape, Side);

    [Fact]
    public void Every_window_lies_in_the_image_and_those_at_its_borders_are_drawn_most()
    {
        var random = new Random(1);
        var corners = Enumerable.Range(0, 2000).Select(_ => credit.DrawEvenly(random)).ToList();

        Assert.All(corners, corner => Assert.True(corner is { Row: >= 0 and <= 7, Column: >= 0 and <= 9 }));
        Assert.Equal(Shape.Area, corners.SelectMany(credit.PixelsOf).Distinct().Count());
        Assert.True(corners.Count(corner => corner.Row == 0) > 1.5 * corners.Count(corner => corner.Row == 4));
        Assert.True(corners.Count(corner => corner.Column == 9) > 1.5 * corners.Count(corner => corner.Column == 5));
    }

    [Fact]
    public void Without_credit_any_window_is_as_likely()
    {
        var drawn = credit.DrawByCredit(8000, new Random(2)).CountBy(corner => corner).ToDictionary();

        Assert.Equal(80, drawn.Count);
        Assert.All(drawn.Values, count => Assert.InRange(count, 60, 145));
    }

    [Fact]
    public void Where_windows_did_well_is_the_credit_and_there_further_ones_are_drawn()
    {
        var everywhere = Enumerable.Range(0, 80).Select(place => (place / 10, place % 10)).ToList();
        for (var batch = 0; batch < 10; batch++)
            credit.Observe(everywhere, [.. everywhere.Select(corner => corner is (4, 6) ? 1f : 0)]);

        var map = credit.Map();
        Assert.Equal(credit.PixelsOf((4, 6)), map.Index().Where(pixel => pixel.Item > 0).Select(pixel => pixel.Index));
        Assert.True(credit.DrawByCredit(1000, new Random(3)).Count(corner => corner is ( >= 3 and <= 5, >= 5 and <= 7)) > 700);
    }

    [Fact]
    public void What_windows_did_lately_counts_most()
    {
        (int, int)[] window = [(0, 0)];
        for (var batch = 0; batch < 20; batch++)
            credit.Observe(window, [1]);
        var before = credit.Map().Max();
        for (var batch = 0; batch < 20; batch++)
            credit.Observe(window, [0]);

        Assert.True(before > 0.7, $"{before}");
        Assert.True(credit.Map().Max() < 0.3 * before, $"{credit.Map().Max()} of {before}");
    }

    [Fact]
    public void Before_anything_was_seen_the_mask_begins_large_everywhere()
    {
        Assert.All(new WindowStart(credit.Map(), []).Mask(), value => Assert.InRange(value, 0.79, 0.81));
    }
}
