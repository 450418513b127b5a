using ModelAssert.Engine.Inversion;

namespace ModelAssert.Engine.Tests.Inversion;

public class TriggerVariablesTests
{
    private static readonly ImageShape Shape = new(3, 4, 5);

    [Fact]
    public void Mask_and_pattern_start_uniform_in_the_unit_interval()
    {
        using var variables = new TriggerVariables(new ImageShape(1, 100, 100), new Random(1));
        var trigger = variables.ToTrigger(0);

        Assert.All(trigger.Mask, value => Assert.InRange(value, 0, 1));
        Assert.Equal(0.5, trigger.Mask.Average(), 1);
        Assert.Equal(1.0 / 12, trigger.Mask.Average(value => (value - 0.5) * (value - 0.5)), 2);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.9999999999)]
    public void Trap_8_a_start_at_the_very_end_stays_finite(double draw)
    {
        using var variables = new TriggerVariables(Shape, new ConstantRandom(draw));
        var trigger = variables.ToTrigger(0);

        Assert.All(trigger.Mask, value => Assert.Equal(draw, value, 5));
        Assert.All(trigger.Pattern, value => Assert.Equal(draw, value, 5));
    }

    [Fact]
    public void The_mask_is_one_for_all_channels_and_the_pattern_is_not()
    {
        using var variables = new TriggerVariables(Shape, new Random(1));

        Assert.Equal([1, 1, 4, 5], variables.Mask().shape);
        Assert.Equal([1, 3, 4, 5], variables.Pattern().shape);
    }

    private sealed class ConstantRandom(double value) : Random
    {
        public override double NextDouble() => value;
    }
}
