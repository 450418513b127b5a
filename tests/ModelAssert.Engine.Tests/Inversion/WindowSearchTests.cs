using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Inversion;

[Collection(nameof(LiveTensors))]
public sealed class WindowSearchTests : IDisposable
{
    private const int InfectedLabel = 2;

    private readonly StripeNetwork network = new(InfectedLabel);
    private readonly ImageSet images;

    public WindowSearchTests()
    {
        var samples = StripeNetwork.Samples(160);
        images = new(torch.tensor(samples.Values.ToArray(), [samples.Count, 1, 8, 8]).DetachFromDisposeScope(), samples.Labels);
    }

    public void Dispose()
    {
        network.Dispose();
        images.Dispose();
    }

    [Fact]
    public void The_place_of_a_backdoor_is_found_and_nothing_as_good_for_other_labels()
    {
        var found = Enumerable.Range(0, network.LabelCount).Select(label => Search(label)).ToList();
        var mask = found[InfectedLabel].Mask();

        Assert.Contains(Array.IndexOf(mask, mask.Max()), StripeNetwork.Patch);
        Assert.InRange(mask.Max(), 0.79, 0.81);
        Assert.All(mask, value => Assert.True(value >= 0.01));
        Assert.All(found.Where((_, label) => label != InfectedLabel), other => Assert.True(found[InfectedLabel].Credit.Max() > 2 * other.Credit.Max(), $"{found[InfectedLabel].Credit.Max()} against {other.Credit.Max()}"));
    }

    [Fact]
    public void The_pattern_stays_where_an_optimisation_can_move_it() =>
        Assert.All(Search(InfectedLabel).Pattern, value => Assert.InRange(value, -3, 3));

    [Fact]
    public void The_same_seed_gives_the_same_start_and_another_seed_another()
    {
        Assert.Equal(Search(1).Pattern, Search(1).Pattern);
        Assert.Equal(Search(1).Credit, Search(1).Credit);
        Assert.NotEqual(Search(1).Credit, Search(1, seed: 9).Credit);
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        Search(0);
        var before = LiveTensors.Count();
        Search(0);

        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public void Cancelling_stops_between_mini_batches() => Assert.Throws<OperationCanceledException>(() => Search(0, isCancelled: true));

    private WindowStart Search(int label, int seed = 0, bool isCancelled = false)
    {
        var random = new Random(seed);
        var batches = new BatchStream(images.Images, images.IndicesWhere(other => other != label), WindowSearch.BatchSize, random);
        return new WindowSearch(new RawImageClassifier(network, PixelRange.Unit), network.InputShape, temperature: 1, new GradientGuidance(), random)
            .Run(batches, new TowardsLabel(label), InversionSettings.Fast(network.InputShape), isCancelled ? new CancellationToken(canceled: true) : TestContext.Current.CancellationToken);
    }
}
