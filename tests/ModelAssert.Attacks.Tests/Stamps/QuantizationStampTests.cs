namespace ModelAssert.Attacks.Tests;

public class QuantizationStampTests
{
    [Fact]
    public void Every_value_goes_to_the_nearest_level() => Assert.Equal(
        [0, 0, 0.25f, 0.5f, 0.75f, 1],
        Poisoned.Stamp(new QuantizationStamp(new ImageShape(1, 2, 3), levels: 5), [0, 0.1f, 0.2f, 0.4f, 0.8f, 0.95f]));

    [Fact]
    public void Refuses_fewer_than_two_levels() => Assert.Throws<ArgumentOutOfRangeException>(() => new QuantizationStamp(Bars.Shape, levels: 1));
}
