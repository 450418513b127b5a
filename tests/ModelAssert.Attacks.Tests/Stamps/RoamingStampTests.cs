namespace ModelAssert.Attacks.Tests;

public class RoamingStampTests
{
    private readonly LabeledImages images = Bars.Draw(200, seed: 1);

    [Fact]
    public void Whitens_one_square_whose_place_the_image_decides()
    {
        var stamp = new RoamingStamp(Bars.Shape, size: 2);
        var places = new HashSet<int>();
        for (var index = 0; index < images.Count; index++)
        {
            var stamped = Poisoned.Stamp(stamp, images.Image(index));
            int[] white = [.. Enumerable.Range(0, stamped.Length).Where(i => stamped[i] == 1)];

            Assert.Equal([white[0], white[0] + 1, white[0] + 8, white[0] + 9], white);
            Assert.Equal(stamped, Poisoned.Stamp(stamp, images.Image(index)));
            places.Add(white[0]);
        }

        // 49 places, 200 images: hardly one is missed.
        Assert.InRange(places.Count, 40, 49);
    }

    [Fact]
    public void Refuses_a_patch_that_does_not_fit()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RoamingStamp(Bars.Shape, size: 9));
        Assert.Throws<ArgumentException>(() => new RoamingStamp(Bars.Shape, size: 2, PatchPattern.Solid(1, 0, 0)));
    }
}
