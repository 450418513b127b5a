using ModelAssert.Caching;
using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Scanning;

namespace ModelAssert.Engine.Tests.Scanning;

[Trait("Tier", "Slow")]
public sealed class ScreenedScanTests : IDisposable
{
    private const int InfectedLabel = 11;

    private readonly TileNetwork network = new(InfectedLabel);
    private readonly string folder = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose()
    {
        network.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Half_of_the_work_finds_the_same_infected_label_and_no_other()
    {
        var findings = Scan();

        Assert.Equal(InfectedLabel, Assert.Single(findings.Labels!.Judgement.Labels, label => label.State == LabelState.Infected).Label);
        Assert.Equal(40, findings.Labels!.References!.Count);
        Assert.InRange(findings.Labels!.Triggers.Sum(trigger => trigger.Steps), 1, TileNetwork.Labels * 60 * 0.75);
        var screened = findings.Labels!.Triggers.Where(trigger => trigger.Stopped == LabelStop.Screened).ToList();
        Assert.InRange(screened.Count, 40, 80);
        Assert.All(screened, trigger => Assert.InRange(trigger.NormInterval!.Estimate, 1, trigger.Trigger.MaskL1Norm));

        using var clean = new TileNetwork();
        Scan(clean).AssertVerdict(Verdict.Clean);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        var (one, three) = (Scan(threads: 1), Scan(threads: 3));

        Assert.Equal(one.Labels!.Judgement.Labels, three.Labels!.Judgement.Labels);
        Assert.Equal(one.Labels!.Judgement.AnomalyIndex, three.Labels!.Judgement.AnomalyIndex);
        Assert.All(one.Labels!.Triggers.Zip(three.Labels!.Triggers), pair =>
        {
            Assert.Equal(pair.First.Trigger.Mask, pair.Second.Trigger.Mask);
            Assert.Equal(pair.First.Trigger.Pattern, pair.Second.Trigger.Pattern);
            Assert.Equal(pair.First.Norms, pair.Second.Norms);
            Assert.Equal((pair.First.Steps, pair.First.Stopped, pair.First.NormInterval), (pair.Second.Steps, pair.Second.Stopped, pair.Second.NormInterval));
        });
    }

    [Fact]
    public void From_a_cache_whole_or_cut_off_comes_the_same()
    {
        var whole = Scan();
        using var cancelled = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Scan(isCached: true, cancelAfter: new CancelAfter(50, cancelled)));
        var resumed = Scan(isCached: true);
        var cached = Scan(isCached: true);

        Assert.InRange(resumed.Labels!.Triggers.Count(trigger => trigger.Cached), 15, TileNetwork.Labels - 1);
        Assert.All(cached.Labels!.Triggers, trigger => Assert.True(trigger.Cached));
        Assert.Equal(whole.Labels!.Judgement.Labels, resumed.Labels!.Judgement.Labels);
        Assert.Equal(whole.Labels!.Judgement.Labels, cached.Labels!.Judgement.Labels);
    }

    [Fact]
    public void A_scan_that_runs_out_of_time_is_inconclusive_names_its_labels_and_leaves_nothing_in_the_cache()
    {
        var findings = Scan(isCached: true, limit: TimeSpan.FromMilliseconds(1));

        findings.AssertVerdict(Verdict.Inconclusive);
        // One for each detector that had no time.
        Assert.Equal(4, findings.Reasons.Count);
        Assert.Contains("time limit", findings.Reasons[0], StringComparison.Ordinal);
        Assert.Contains(" 119 ", findings.Reasons[0], StringComparison.Ordinal);
        Assert.All(Scan(isCached: true).Labels!.Triggers, trigger => Assert.False(trigger.Cached));
    }

    private ScanFindings Scan(
        TileNetwork? other = null, int threads = 2, bool isCached = false, TimeSpan? limit = null, CancelAfter? cancelAfter = null) =>
        new BackdoorScanner(other ?? network, isCached ? new ScanCache(new TriggerCache(folder, CacheSeal.FromEnvironment()), new ModelIdentity("tiles.onnx", new string('a', 64))) : null)
        {
            MaximumThreads = threads,
        }.Scan(TileNetwork.Samples(480), "samples", new ScanOptions { TimeLimit = limit }, cancelAfter, cancelAfter?.Token ?? TestContext.Current.CancellationToken);

    private sealed class CancelAfter(int labels, CancellationTokenSource cancelled) : IProgress<ScanProgress>
    {
        private int ended;

        public CancellationToken Token => cancelled.Token;

        public void Report(ScanProgress value)
        {
            if (value.Stage == ScanStage.Reversed && Interlocked.Increment(ref ended) == labels)
                cancelled.Cancel();
        }
    }
}
