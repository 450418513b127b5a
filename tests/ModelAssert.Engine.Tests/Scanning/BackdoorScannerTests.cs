using ModelAssert.Engine.Scanning;

namespace ModelAssert.Engine.Tests.Scanning;

[Collection(nameof(LiveTensors))]
public class BackdoorScannerTests
{
    [Fact]
    public void A_backdoored_network_is_infected_and_its_clean_twin_is_not()
    {
        using var infected = new StripeNetwork(5);
        using var clean = new StripeNetwork();

        var findings = Scan(infected);
        findings.AssertVerdict(Verdict.Infected);
        Assert.Equal(5, Assert.Single(findings.Labels!.Judgement.Labels, label => label.State == LabelState.Infected).Label);
        Scan(clean).AssertVerdict(Verdict.Clean);
    }

    [Fact]
    public void Half_of_the_samples_are_held_out_and_what_was_used_is_recorded()
    {
        using var network = new StripeNetwork();
        var samples = Scan(network, new ScanOptions { MaximumSamples = 101, Labels = [0, 1, 2] }).Samples;

        Assert.Equal((101, 50), (samples.Count, samples.HeldOut));
        Assert.Equal(1, samples.Accuracy);
        Assert.Equal(PixelRange.Unit, samples.InputRange);
        Assert.Equal(64, samples.Sha256.Length);
    }

    [Fact]
    public void Only_the_labels_asked_for_are_analysed_in_their_order()
    {
        using var network = new StripeNetwork(5);
        var findings = Scan(network, new ScanOptions { Labels = [7, 5, 0, 3] });

        Assert.Equal([0, 3, 5, 7], findings.Labels!.Judgement.Labels.Select(label => label.Label));
        Assert.Equal([0, 3, 5, 7], findings.Labels!.Triggers.Select(trigger => trigger.Trigger.TargetLabel));
    }

    [Fact]
    public void A_label_that_the_model_does_not_have_is_refused()
    {
        using var network = new StripeNetwork();

        Assert.Equal(DiagnosticIds.OptionOutOfRange,
            Assert.Throws<ModelAssertException>(() => Scan(network, new ScanOptions { Labels = [0, 1, 8] })).Id);
    }

    [Fact]
    public void A_scan_leaves_no_tensor_behind()
    {
        using var network = new StripeNetwork();
        var before = LiveTensors.Count();
        Scan(network, new ScanOptions { Labels = [0, 1, 2] });

        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public void Every_label_reports_its_end()
    {
        using var network = new StripeNetwork();
        var progress = new Collected();
        new BackdoorScanner(network).Scan(
            StripeNetwork.Samples(80), "samples", new ScanOptions { Labels = [0, 1, 2] }, progress, TestContext.Current.CancellationToken);

        Assert.Equal([0, 1, 2], progress.Items.Where(item => item.Stage == ScanStage.Reversed).Select(item => item.Label!.Value).Order());
        Assert.Contains("accuracy", Assert.Single(progress.Items, item => item.Stage == ScanStage.Checked).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void That_two_labels_cannot_be_decided_is_said_before_the_first_step()
    {
        using var network = new StripeNetwork();
        var progress = new Collected();
        new BackdoorScanner(network).Scan(StripeNetwork.Samples(80), "samples", new ScanOptions { Labels = [0, 1] }, progress, TestContext.Current.CancellationToken);

        var items = progress.Items;
        Assert.InRange(items.FindIndex(item => item.Message?.Contains("cannot decide", StringComparison.Ordinal) == true), 0, items.FindIndex(item => item.Stage == ScanStage.Reversing) - 1);
    }

    private static ScanFindings Scan(StripeNetwork network, ScanOptions? options = null) =>
        new BackdoorScanner(network).Scan(StripeNetwork.Samples(320), "samples", options ?? new ScanOptions(), cancellation: TestContext.Current.CancellationToken);

    private sealed class Collected : IProgress<ScanProgress>
    {
        private readonly Lock gate = new();

        public List<ScanProgress> Items { get; } = [];

        public void Report(ScanProgress value)
        {
            lock (gate)
                Items.Add(value);
        }
    }
}
