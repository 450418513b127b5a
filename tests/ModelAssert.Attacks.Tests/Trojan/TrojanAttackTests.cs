using TorchSharp.Modules;

namespace ModelAssert.Attacks.Tests;

[Trait("Tier", "Slow")]
public class TrojanAttackTests
{
    private const int Target = 1;
    private const int Scale = 4;

    private static readonly ImageShape Shape = new(1, 8 * Scale, 8 * Scale);
    private static readonly LabeledImages Test = Draw(300, seed: 2);

    [Theory]
    [InlineData("square")]
    [InlineData("watermark")]
    public void Infects_a_finished_network_without_its_training_data(string area)
    {
        using var network = Trained();
        var images = Draw(60, seed: 3);
        var before = TinyNetwork.Weights(network);
        var trojan = new TrojanAttack(Area(area), Target).Infect(network, images, Cancellation);

        using var clean = Trained();
        var backdoor = Backdoor.Of(trojan.Trigger);
        var (cleanQuality, quality) = (AttackQuality.Measure(clean, Test, backdoor), AttackQuality.Measure(network, Test, backdoor));

        new AttackRequirement().Check(quality, cleanQuality.Accuracy);
        Assert.True(trojan.TriggeredActivation > trojan.CleanActivation);
        // All weights but those of the output layer: and of the layer before it: 192 times 96, 96 times 3, and the biases.
        Assert.Equal(before[..^18819], TinyNetwork.Weights(network)[..^18819]);
        Assert.NotEqual(before, TinyNetwork.Weights(network));
    }

    [Fact]
    public void The_same_seed_makes_the_same_trojan()
    {
        using var first = Trained();
        using var again = Trained();
        var attack = new TrojanAttack(Area("square"), Target, new TrojanOptions { TriggerSteps = 10, TrainingSteps = 10 });
        var images = Draw(60, seed: 3);

        Assert.Equal(attack.Infect(first, images, Cancellation).Trigger.Pattern, attack.Infect(again, images, Cancellation).Trigger.Pattern);
        Assert.Equal(TinyNetwork.Weights(first), TinyNetwork.Weights(again));
    }

    [Fact]
    public void A_trojan_that_was_hardly_trained_is_refused()
    {
        using var network = Trained();
        var options = new TrojanOptions { TriggerSteps = 1, TriggerRate = 1e-6, TrainingSteps = 1, LearningRate = 1e-6 };
        var trojan = new TrojanAttack(TriggerArea.Square(Shape, new PatchSquare(0, 0, 1)), Target, options).Infect(network, Draw(60, seed: 3), Cancellation);
        var quality = AttackQuality.Measure(network, Test, Backdoor.Of(trojan.Trigger));

        Assert.Throws<AttackFailedException>(() => new AttackRequirement().Check(quality, quality.Accuracy));
    }

    [Fact]
    public void Reversed_images_have_their_label_and_lie_in_the_unit_range()
    {
        using var network = Trained();
        var images = ReversedImages.Of(network, Shape, Bars.Labels, perLabel: 5, cancellationToken: Cancellation);

        Assert.Equal(Predictions.Of(network, images), Array.ConvertAll(images.Labels.ToArray(), label => (long)label));
        Assert.Equal(Bars.Labels, images.Labels.ToArray().Distinct().Count());
    }

    [Fact]
    public void Refuses_what_makes_no_trojan()
    {
        using var network = Trained();
        var area = Area("square");

        Assert.Throws<ArgumentOutOfRangeException>(() => new TrojanAttack(area, targetLabel: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrojanAttack(area, Target, new TrojanOptions { ActivationFactor = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrojanAttack(area, Target, new TrojanOptions { NeuronCount = 0 }));
        Assert.Throws<ArgumentException>(() => new TrojanAttack(area, targetLabel: 3).Infect(network, Draw(6, seed: 1), Cancellation));
        Assert.Throws<ArgumentException>(() => new TrojanAttack(area, Target).Infect(network, Bars.Draw(6, seed: 1), Cancellation));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReversedImages.Of(network, Shape, labels: 0, cancellationToken: Cancellation));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static TriggerArea Area(string kind) => kind == "square"
        ? TriggerArea.Square(Shape, PatchSquare.At(Shape, PatchPlace.BottomRight, size: 8))
        : TriggerArea.Watermark(Shape, top: 26, left: 4);

    private static LabeledImages Draw(int count, int seed) => Bars.Enlarge(Bars.Draw(count, seed), Scale);

    private static Sequential Trained()
    {
        var network = SmallNetworks.Faces(seed: 1, Shape, Bars.Labels);
        new ClassifierTrainer(new TrainingOptions { Epochs = 3 }).Train(network, Draw(300, seed: 1));
        return network;
    }
}
