using TorchSharp;

namespace ModelAssert.Attacks.Tests;

[Collection(NeedsTheGlobalGenerator.Name)]
public class ClassifierTrainerTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 5, BatchSize = 16, LearningRate = 0.01, Seed = 3 };

    private readonly LabeledImages images = Bars.Draw(300, seed: 1);

    [Fact]
    public void Learns_and_tells_of_every_epoch()
    {
        using var network = TinyNetwork.Create(seed: 1);
        var epochs = new List<EpochResult>();

        new ClassifierTrainer(Options).Train(network, images, new Listener(epochs.Add), TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3, 4, 5], epochs.Select(epoch => epoch.Epoch));
        Assert.True(epochs[^1].Loss < epochs[0].Loss);
        Assert.True(epochs[^1].Accuracy > 0.99);
        Assert.False(network.training);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_does_not()
    {
        var first = WeightsAfterTraining(Options);

        Assert.Equal(first, WeightsAfterTraining(Options));
        Assert.NotEqual(first, WeightsAfterTraining(Options with { Seed = 4 }));
    }

    [Fact]
    public void Live_tensors_stay_the_same_in_number()
    {
        using var network = TinyNetwork.Create(seed: 1);
        var live = new List<long>();
        var before = LiveTensors();

        new ClassifierTrainer(Options).Train(network, images, new Listener(_ => live.Add(LiveTensors())), TestContext.Current.CancellationToken);

        Assert.Single(live.Distinct());
        Assert.Equal(before, LiveTensors());
    }

    [Fact]
    public void Refuses_a_label_that_the_network_does_not_have()
    {
        using var network = TinyNetwork.Create(seed: 1);
        var unknown = new LabeledImages(Bars.Shape, new float[2 * 64], [0, 3]);

        var refusal = Assert.Throws<ArgumentException>(() =>
            new ClassifierTrainer(Options).Train(network, unknown, cancellationToken: TestContext.Current.CancellationToken));

        Assert.StartsWith("Image 1 has label 3; the network has 3 labels, counted from 0.", refusal.Message);
    }

    [Fact]
    public void Refuses_options_out_of_their_range()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassifierTrainer(Options with { Epochs = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassifierTrainer(Options with { BatchSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassifierTrainer(Options with { LearningRate = double.NaN }));
    }

    [Fact]
    public void Stops_when_cancelled()
    {
        using var network = TinyNetwork.Create(seed: 1);
        using var cancellation = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() =>
            new ClassifierTrainer(Options).Train(network, images, new Listener(_ => cancellation.Cancel()), cancellation.Token));

        Assert.False(network.training);
    }

    /// <summary>With dropout: its draws are seeded too.</summary>
    private float[] WeightsAfterTraining(TrainingOptions options)
    {
        using var network = TinyNetwork.Create(seed: 1, dropout: 0.2);
        new ClassifierTrainer(options).Train(network, images);
        return TinyNetwork.Weights(network);
    }

    /// <summary>Of this thread: other tests run beside this one.</summary>
    private static long LiveTensors() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    private sealed class Listener(Action<EpochResult> hear) : IProgress<EpochResult>
    {
        public void Report(EpochResult value) => hear(value);
    }
}
