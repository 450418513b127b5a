namespace ModelAssert.Zoo.Tests;

public class MaskTests
{
    private static readonly ImageShape Shape = new(1, 4, 4);

    [Theory]
    [InlineData(1, "1100 1100 0000 0000")]
    // Corners touch; edges of the picture do not.
    [InlineData(1, "1000 0100 0010 0001")]
    [InlineData(0.25, "1001 0000 0000 1001")]
    [InlineData(0.75, "1110 0000 0000 0001")]
    [InlineData(0, "0000 0000 0000 0000")]
    public void The_heaviest_piece_of_a_mask_is_its_compactness(double share, string mask) =>
        Assert.Equal(share, Compactness.Of(Of(mask)), 6);

    [Theory]
    [InlineData(1, "1100 0000 0000 0000", "1100 0000 0000 0000")]
    [InlineData(0, "1100 0000 0000 0000", "0011 0000 0000 0000")]
    [InlineData(1 / 3.0, "1100 0000 0000 0000", "0110 0000 0000 0000")]
    [InlineData(0, "0000 0000 0000 0000", "0000 0000 0000 0000")]
    public void The_overlap_of_masks_is_their_intersection_over_their_union(double overlap, string one, string other)
    {
        Assert.Equal(overlap, MaskOverlap.Of(Of(one), Of(other)), 6);
        Assert.Equal(overlap, MaskOverlap.Of(Of(other), Of(one)), 6);
    }

    private static Trigger Of(string mask) => new(0, Shape, [.. mask.Where(digit => digit != ' ').Select(digit => (float)(digit - '0'))], new float[Shape.Volume]);
}
