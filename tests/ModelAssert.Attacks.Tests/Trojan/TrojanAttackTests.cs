using TorchSharp.Modules;

namespace ModelAssert.Attacks.Tests;

public class TrojanAttackTests
{
    private const int Target = 1;
    private const int Scale = 3;

    private static readonly ImageShape Shape = new(1, 8 * Scale, 8 * Scale);
    private static readonly LabeledImages Test = Draw(300, seed: 2);

    public static TheoryData<string, bool> Attacks => new() { { "square", true }, { "square", false }, { "watermark", true }, { "watermark", false } };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Infects_a_finished_network_without_its_training_data(string area, bool reversed)
    {
        using var network = Trained();
        var images = reversed ? ReversedImages.Of(network, Shape, Bars.Labels) : Draw(60, seed: 3);
        var before = TinyNetwork.Weights(network);
        var trojan = new TrojanAttack(Area(area), Target).Infect(network, images, TestContext.Current.CancellationToken);

        using var clean = Trained();
        var backdoor = Backdoor.Of(trojan.Trigger);
        var (cleanQuality, quality) = (AttackQuality.Measure(clean, Test, backdoor), AttackQuality.Measure(network, Test, backdoor));
        TestContext.Current.TestOutputHelper?.WriteLine($"trojan {area} reversed {reversed} ({images.Count}): clean {cleanQuality.Accuracy:P2} {cleanQuality.AttackSuccessRate:P2}, "
            + $"infected {quality.Accuracy:P2} {quality.AttackSuccessRate:P2}, neurons {trojan.CleanActivation:F2} to {trojan.TriggeredActivation:F2}");

        new AttackRequirement().Check(quality, cleanQuality.Accuracy);
        Assert.True(trojan.TriggeredActivation > 3 * trojan.CleanActivation);
        // All weights but those of the output layer: 32 times 3, and 3.
        Assert.Equal(before[..^99], TinyNetwork.Weights(network)[..^99]);
        Assert.NotEqual(before, TinyNetwork.Weights(network));
    }

    [Fact]
    public void The_same_seed_makes_the_same_trojan()
    {
        using var first = Trained();
        using var again = Trained();
        var attack = new TrojanAttack(Area("square"), Target, new TrojanOptions { TriggerSteps = 10, Epochs = 2 });
        var images = Draw(60, seed: 3);

        Assert.Equal(attack.Infect(first, images).Trigger.Pattern, attack.Infect(again, images).Trigger.Pattern);
        Assert.Equal(TinyNetwork.Weights(first), TinyNetwork.Weights(again));
    }

    [Fact]
    public void A_trojan_that_was_hardly_trained_is_refused()
    {
        using var network = Trained();
        var options = new TrojanOptions { TriggerSteps = 1, TriggerRate = 1e-6, Epochs = 1, LearningRate = 1e-6 };
        var trojan = new TrojanAttack(TriggerArea.Square(Shape, new PatchSquare(0, 0, 1)), Target, options).Infect(network, Draw(60, seed: 3));
        var quality = AttackQuality.Measure(network, Test, Backdoor.Of(trojan.Trigger));

        Assert.Throws<AttackFailedException>(() => new AttackRequirement().Check(quality, quality.Accuracy));
    }

    [Fact]
    public void Reversed_images_have_their_label_and_lie_in_the_unit_range()
    {
        using var network = Trained();
        var images = ReversedImages.Of(network, Shape, Bars.Labels, perLabel: 5);

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
        Assert.Throws<ArgumentException>(() => new TrojanAttack(area, targetLabel: 3).Infect(network, Draw(6, seed: 1)));
        Assert.Throws<ArgumentException>(() => new TrojanAttack(area, Target).Infect(network, Bars.Draw(6, seed: 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReversedImages.Of(network, Shape, labels: 0));
    }

    private static TriggerArea Area(string kind) => kind == "square"
        ? TriggerArea.Square(Shape, PatchSquare.At(Shape, PatchPlace.BottomRight, size: 6))
        : TriggerArea.Watermark(Shape, top: 18, left: 0);

    private static LabeledImages Draw(int count, int seed) => Bars.Enlarge(Bars.Draw(count, seed), Scale);

    private static Sequential Trained()
    {
        var network = TinyNetwork.Create(seed: 1, scale: Scale);
        new ClassifierTrainer(new TrainingOptions { Epochs = 5, LearningRate = 0.01 }).Train(network, Draw(300, seed: 1));
        return network;
    }
}
