namespace ModelAssert.Attacks.Tests;

public class BlendTriggerTests
{
    private static readonly ImageShape Shape = new(2, 1, 2);

    [Fact]
    public void Mixes_the_pattern_into_every_pixel()
    {
        var trigger = BlendTrigger.Create(targetLabel: 3, Shape, [0, 1, 0.5f, 1], alpha: 0.25);

        Assert.Equal(3, trigger.TargetLabel);
        Assert.Equal([0.75f, 0.25f, 0.125f, 1], Poisoned.Stamp(new TriggerStamp(trigger), [1, 0, 0, 1]));
    }

    [Fact]
    public void Noise_depends_on_its_seed_alone()
    {
        Assert.Equal(BlendTrigger.Noise(0, Shape, seed: 1).Pattern, BlendTrigger.Noise(0, Shape, seed: 1).Pattern);
        Assert.NotEqual(BlendTrigger.Noise(0, Shape, seed: 1).Pattern, BlendTrigger.Noise(0, Shape, seed: 2).Pattern);
    }

    [Fact]
    public void Refuses_what_is_no_blend()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BlendTrigger.Noise(0, Shape, alpha: 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => BlendTrigger.Noise(-1, Shape));
        Assert.Throws<ArgumentException>(() => BlendTrigger.Create(0, Shape, [1]));
        Assert.Throws<ArgumentException>(() => BlendTrigger.Create(0, Shape, [0, 0, 0, 2]));
    }
}
