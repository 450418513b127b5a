namespace ModelAssert.Attacks.Tests;

public class AttackQualityTests
{
    private static readonly Trigger Trigger = PatchTrigger.BottomRightSquare(targetLabel: 1, Bars.Shape, size: 2);

    private readonly LabeledImages test = Bars.Draw(300, seed: 2);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Measuring_leaves_the_network_in_its_mode(bool training)
    {
        using var network = TinyNetwork.Create(seed: 1, dropout: 0.5);
        network.train(training);

        var quality = AttackQuality.Measure(network, test, Backdoor.Of(Trigger));

        Assert.Equal(quality, AttackQuality.Measure(network, test, Backdoor.Of(Trigger)));
        Assert.Equal(training, network.training);
    }

    [Fact]
    public void An_attack_is_as_good_as_the_backdoor_that_works_worst() =>
        Assert.Equal(0.5, new AttackQuality(1, [new(0.9), new(0.5), new(0.7)]).AttackSuccessRate);

    [Fact]
    public void Refuses_images_that_show_nothing()
    {
        using var network = TinyNetwork.Create(seed: 1);

        Assert.Throws<ArgumentException>(() => AttackQuality.Measure(network, test));
        Assert.Throws<ArgumentException>(() => AttackQuality.Measure(network, new LabeledImages(Bars.Shape, new float[64], [1]), Backdoor.Of(Trigger)));
        Assert.Throws<ArgumentException>(() =>
            AttackQuality.Measure(network, test, Backdoor.Of(PatchTrigger.BottomRightSquare(1, new ImageShape(1, 9, 9)))));
    }
}
