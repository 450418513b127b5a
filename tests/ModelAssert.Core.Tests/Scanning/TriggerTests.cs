namespace ModelAssert.Core.Tests.Scanning;

public class TriggerTests
{
    private static readonly ImageShape Shape = new(2, 1, 2);

    [Fact]
    public void Stamping_replaces_the_masked_share_of_every_channel()
    {
        var trigger = new Trigger(0, Shape, [1, 0.25f], [0.5f, 1, 0, 0]);

        Assert.Equal([0.5f, 0.25f, 0, 0.75f], trigger.StampOn([1, 0, 1, 1]));
        Assert.Equal(1.25, trigger.MaskL1Norm);
        Assert.Equal(0.625, trigger.Coverage);
    }

    [Fact]
    public void Arrays_of_the_wrong_length_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Trigger(0, Shape, [1], [1, 1, 1, 1]));
        Assert.Throws<ArgumentException>(() => new Trigger(0, Shape, [1, 1], [1]));
        Assert.Throws<ArgumentException>(() => new Trigger(0, Shape, [1, 1], [1, 1, 1, 1]).StampOn([1]));
    }
}
