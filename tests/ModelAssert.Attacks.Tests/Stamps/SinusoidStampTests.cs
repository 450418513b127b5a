namespace ModelAssert.Attacks.Tests;

public class SinusoidStampTests
{
    [Fact]
    public void Adds_one_wave_to_every_row_and_channel_and_clips()
    {
        // sin(2πj·2/8) for j = 1 to 8 is 1, 0, −1, 0, and again.
        var stamp = new SinusoidStamp(new ImageShape(2, 1, 8), amplitude: 0.25, frequency: 2);

        var stamped = Poisoned.Stamp(stamp, [0.5f, 0.5f, 0.5f, 0.5f, 0.9f, 0.9f, 0.1f, 0.1f, 0, 0, 0, 0, 1, 1, 1, 1]);

        float[] expected = [0.75f, 0.5f, 0.25f, 0.5f, 1, 0.9f, 0, 0.1f, 0.25f, 0, 0, 0, 1, 1, 0.75f, 1];
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], stamped[i], 1e-6f);
    }

    [Fact]
    public void Refuses_what_is_no_wave()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SinusoidStamp(Bars.Shape, amplitude: 20));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SinusoidStamp(Bars.Shape, frequency: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SinusoidStamp(Bars.Shape, frequency: double.NaN));
    }
}
