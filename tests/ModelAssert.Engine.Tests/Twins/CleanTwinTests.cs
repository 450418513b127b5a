using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Scanning;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Twins;

public sealed class CleanTwinTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Of_two_labels_the_infected_one_is_found(int infected)
    {
        using var network = new HalvesNetwork(infected);
        var scan = Scan(network);

        Assert.Equal(Verdict.Infected, scan.Verdict);
        Assert.Equal([infected], scan.InfectedTargets);
        Assert.All(scan.Labels!.TwinNorms, norms => Assert.InRange(norms.Count, 3, 4));
        // Far from the half that convicts.
        Assert.InRange(scan.Labels.Triggers[infected].Trigger.MaskL1Norm, 0, 0.2 * scan.Labels.TwinNorms[infected].Min());
    }

    [Fact]
    public void A_clean_network_is_called_clean()
    {
        using var network = new HalvesNetwork();

        Assert.Equal(Verdict.Clean, Scan(network).Verdict);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        using var network = new HalvesNetwork();

        Assert.Equal(Scan(network, threads: 1).Labels!.TwinNorms, Scan(network, threads: 3).Labels!.TwinNorms);
    }

    /// <summary>A copy that is the network still would have its backdoor, too, and nothing would be found.</summary>
    [Fact]
    public void What_keeps_its_knowledge_elsewhere_is_no_twin_of_itself()
    {
        using var network = new HalvesNetwork(infectedLabel: 1, isTrainable: false);
        var scan = Scan(network);

        Assert.Equal(Verdict.Inconclusive, scan.Verdict);
        Assert.Contains(scan.Reasons, reason => reason.Contains("not in weights", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_no_copy_can_be_trained_nothing_is_decided_and_that_is_said()
    {
        using var network = new HalvesNetwork();
        using var fixedNetwork = new Untrainable(network);

        Assert.Contains(Scan(fixedNetwork).Reasons, reason => reason.Contains("can be trained on the samples", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_of_many_labels_are_another_matter()
    {
        using var network = new StripeNetwork();
        var scan = new BackdoorScanner(network).Scan(StripeNetwork.Samples(80), "samples", new ScanOptions { Labels = [0, 1], Detectors = [Detector.TriggerNorms] }, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(Verdict.Inconclusive, scan.Verdict);
        Assert.Empty(scan.Labels!.TwinNorms);
    }

    private static ScanFindings Scan(DifferentiableClassifier network, int threads = 2) => new BackdoorScanner(network) { MaximumThreads = threads }
        .Scan(HalvesNetwork.Samples(640), "samples", new ScanOptions { Detectors = [Detector.TriggerNorms] }, cancellation: TestContext.Current.CancellationToken);

    private sealed class Untrainable(DifferentiableClassifier inner) : DifferentiableClassifier
    {
        public override ImageShape InputShape => inner.InputShape;

        public override int LabelCount => inner.LabelCount;

        public override torch.Tensor Logits(torch.Tensor input) => inner.Logits(input);
    }
}
