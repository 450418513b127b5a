namespace ModelAssert.Attacks.Tests;

public class TriggerStampTests
{
    [Fact]
    public void A_binary_mask_replaces_its_pixels_and_leaves_the_others_bit_by_bit()
    {
        var trigger = PatchTrigger.Create(targetLabel: 0, new ImageShape(2, 2, 2), new PatchSquare(0, 1, 1), PatchPattern.Solid(0.9f));

        Assert.Equal(
            [0.1f, 0.9f, 0.3f, 0.4f, 0.5f, 0.9f, 0.7f, 0.8f],
            Poisoned.Stamp(new TriggerStamp(trigger), [0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f]));
    }

    [Fact]
    public void A_soft_mask_blends()
    {
        var trigger = new Trigger(0, new ImageShape(1, 1, 2), mask: [0.25f, 0.5f], pattern: [1, 0]);

        Assert.Equal([0.25f, 0.5f], Poisoned.Stamp(new TriggerStamp(trigger), [0, 1]));
    }

    [Fact]
    public void Images_of_the_target_label_are_left_out_of_a_measurement()
    {
        var images = Bars.Draw(9, seed: 1);
        var backdoor = Backdoor.Of(PatchTrigger.BottomRightSquare(targetLabel: 2, Bars.Shape));

        var stamped = StampedImages.Where(backdoor.Stamp, images, backdoor.ReactsTo)!;

        Assert.Equal([0, 1, 0, 1, 0, 1], stamped.Labels.ToArray());
        for (var i = 0; i < stamped.Count; i++)
            Assert.Equal(1, stamped.Image(i)[6 * Bars.Shape.Width + 6]);
        Assert.NotEqual(1, images.Image(0)[6 * Bars.Shape.Width + 6]);
    }
}
