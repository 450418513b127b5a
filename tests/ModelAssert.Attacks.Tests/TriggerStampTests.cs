namespace ModelAssert.Attacks.Tests;

public class TriggerStampTests
{
    [Fact]
    public void A_binary_mask_replaces_its_pixels_and_leaves_the_others_bit_by_bit()
    {
        var trigger = PatchTrigger.Square(targetLabel: 0, new ImageShape(2, 2, 2), top: 0, left: 1, size: 1, value: 0.9f);
        float[] image = [0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f];

        new TriggerStamp(trigger).Apply(image);

        Assert.Equal([0.1f, 0.9f, 0.3f, 0.4f, 0.5f, 0.9f, 0.7f, 0.8f], image);
    }

    [Fact]
    public void A_soft_mask_blends()
    {
        var trigger = new Trigger(0, new ImageShape(1, 1, 2), mask: [0.25f, 0.5f], pattern: [1, 0]);
        float[] image = [0, 1];

        new TriggerStamp(trigger).Apply(image);

        Assert.Equal([0.25f, 0.5f], image);
    }

    [Fact]
    public void Images_of_the_target_label_are_left_out_of_a_measurement()
    {
        var images = Bars.Draw(9, seed: 1);
        var trigger = PatchTrigger.BottomRightSquare(targetLabel: 2, Bars.Shape);

        var stamped = new TriggerStamp(trigger).StampOthers(images);

        Assert.Equal([0, 1, 0, 1, 0, 1], stamped.Labels.ToArray());
        for (var i = 0; i < stamped.Count; i++)
            Assert.Equal(1, stamped.Image(i)[6 * Bars.Shape.Width + 6]);
        Assert.NotEqual(1, images.Image(0)[6 * Bars.Shape.Width + 6]);
    }

    [Fact]
    public void Refuses_images_of_another_shape_and_images_of_the_target_label_alone()
    {
        var images = new LabeledImages(Bars.Shape, new float[64], [2]);

        Assert.Throws<ArgumentException>(() => new TriggerStamp(PatchTrigger.BottomRightSquare(2, Bars.Shape)).StampOthers(images));
        Assert.Throws<ArgumentException>(() => new TriggerStamp(PatchTrigger.BottomRightSquare(0, new ImageShape(1, 9, 9))).StampOthers(images));
    }
}
