using System.Text.Json;
using ModelAssert.Caching;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Scanning;

namespace ModelAssert.Engine.Tests.Scanning;

[Collection(nameof(LiveTensors))]
public sealed class CachedScanTests : IDisposable
{
    private const int InfectedLabel = 2;

    private static readonly ScanOptions Options = new() { Labels = [0, 1, InfectedLabel, 3] };
    private static readonly CleanSamples Samples = StripeNetwork.Samples(320);

    private readonly string folder = Directory.CreateTempSubdirectory("modelassert-test-").FullName;
    private readonly StripeNetwork network = new(InfectedLabel);
    private readonly ProgressLog progress = new();

    public void Dispose()
    {
        network.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_hit_takes_no_step_and_finds_the_same()
    {
        var cold = Scan();
        var steps = progress.Steps;
        var warm = Scan();

        Assert.True(steps > 0);
        Assert.Equal(steps, progress.Steps);
        Assert.All(cold.Labels!.Triggers, trigger => Assert.False(trigger.Cached));
        Assert.All(warm.Labels!.Triggers, trigger => Assert.True(trigger.Cached));
        warm.AssertVerdict(Verdict.Infected);
        Assert.Equal(cold.Labels!.Judgement.Labels, warm.Labels!.Judgement.Labels);
        Assert.All(cold.Labels!.Triggers.Zip(warm.Labels!.Triggers), pair =>
        {
            Assert.Equal(pair.First.Trigger.Mask, pair.Second.Trigger.Mask);
            Assert.Equal(pair.First.Trigger.Pattern, pair.Second.Trigger.Pattern);
            Assert.Equal(
                (pair.First.Converged, pair.First.Steps, pair.First.AttackSuccessRate), (pair.Second.Converged, pair.Second.Steps, pair.Second.AttackSuccessRate));
        });
        Assert.Empty(progress.Warnings);
    }

    [Fact]
    public void The_threshold_and_the_set_of_labels_are_no_part_of_the_key()
    {
        Scan();

        var findings = Scan(Options with { AnomalyIndexThreshold = 3, Labels = [0, 1, 3, 4] });

        Assert.Equal([true, true, true, false], findings.Labels!.Triggers.Select(trigger => trigger.Cached));
    }

    [Fact]
    public void Another_seed_is_a_miss() => AssertMiss(Options with { Seed = 1 });

    [Fact]
    public void Another_number_of_samples_is_a_miss() => AssertMiss(Options with { MaximumSamples = 319 });

    [Fact]
    public void Another_sample_is_a_miss() => AssertMiss(samples: StripeNetwork.Samples(320, seed: 2));

    [Fact]
    public void Another_order_of_the_samples_is_a_miss() => AssertMiss(samples: Samples.Draw(320, seed: 5));

    [Fact]
    public void Another_model_is_a_miss() => AssertMiss(model: "of other weights");

    [Fact]
    public void Another_stored_range_of_the_same_values_is_a_miss() => AssertMiss(
        Options with { Description = new ModelDescription { InputRange = PixelRange.Unit } }, new CleanSamples(Samples.Shape, Samples.Values.ToArray(), [.. Samples.Labels], new PixelRange(0, 1.5f)));

    [Fact]
    public void A_forged_entry_that_does_not_do_what_it_says_is_a_miss_with_a_warning()
    {
        var honest = Scan();
        ForgeAll(entry => entry with { AttackSuccessRate = 1 - entry.AttackSuccessRate / 2 });

        var findings = Scan();

        Assert.All(findings.Labels!.Triggers, trigger => Assert.False(trigger.Cached));
        Assert.Equal(honest.Labels!.Judgement.Labels, findings.Labels!.Judgement.Labels);
        Assert.Equal(4, progress.Warnings.Count(warning => warning.Id == DiagnosticIds.CacheEntryDamaged));
        Assert.All(Scan().Labels!.Triggers, trigger => Assert.True(trigger.Cached));
    }

    [Fact]
    public void A_forged_entry_of_another_shape_is_a_miss_with_a_warning()
    {
        Scan();
        ForgeAll(entry => entry with { Trigger = new Trigger(entry.Trigger.TargetLabel, new ImageShape(1, 4, 16), [.. entry.Trigger.Mask], [.. entry.Trigger.Pattern]) });

        Assert.All(Scan().Labels!.Triggers, trigger => Assert.False(trigger.Cached));
        Assert.Equal(4, progress.Warnings.Count);
    }

    [Fact]
    public void A_scan_that_was_stopped_goes_on_where_it_was()
    {
        // Clean labels, which are looked at once.
        var options = Options with { Labels = [0, 1, 3, 4] };
        using var cancellation = new CancellationTokenSource();
        progress.OnReversed = cancellation.Cancel;
        Assert.ThrowsAny<OperationCanceledException>(() => Scan(options, cancellation: cancellation.Token));
        progress.OnReversed = null;

        Assert.InRange(Scan(options).Labels!.Triggers.Count(trigger => trigger.Cached), 1, 3);
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_one_warning_and_the_scan_goes_on()
    {
        var file = Path.Combine(folder, "file");
        File.WriteAllText(file, "in the way");

        Scan(cacheFolder: file).AssertVerdict(Verdict.Infected);
        Assert.Equal(DiagnosticIds.CacheNotWritable, Assert.Single(progress.Warnings).Id);
    }

    [Fact]
    public void A_cached_scan_leaves_no_tensor_behind()
    {
        Scan();
        var before = LiveTensors.Count();
        Scan();

        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public void A_smaller_trigger_of_a_predecessor_that_still_works_is_taken_and_changes_no_statistic()
    {
        // The backdoor gives no gradient, so that no start finds it; an earlier version of the model had one that did.
        using var silent = new StripeNetwork(InfectedLabel, isSilent: true);
        var first = Scan(on: silent);
        first.AssertVerdict(Verdict.Inconclusive);
        Assert.All(first.Labels!.Judgement.Labels, label => Assert.Equal(LabelState.Clean, label.State));
        ForgeAll(entry => entry.Trigger.TargetLabel == InfectedLabel ? entry with { Trigger = Checkerboard } : entry);

        var second = Scan(model: "trained on", on: silent);

        Assert.Equal([false, false, true, false], second.Labels!.Triggers.Select(trigger => trigger.FromPredecessor));
        var (cold, warm) = (first.Labels!.Triggers[InfectedLabel], second.Labels!.Triggers[InfectedLabel]);
        Assert.Equal((cold.Trigger.MaskL1Norm, Checkerboard.MaskL1Norm, 1.0), (warm.ColdNorm, warm.Trigger.MaskL1Norm, warm.AttackSuccessRate));
        second.AssertVerdict(Verdict.Infected);
        Assert.Contains(second.Reasons, reason => reason.Contains("earlier version", StringComparison.Ordinal));
        // The median is of norms that were found from a cold start, though from one more.
        Assert.InRange(second.Labels!.SecondLook!.FirstMedianNorm, 0.9 * first.Labels!.Judgement.MedianNorm!.Value, first.Labels!.Judgement.MedianNorm.Value);
        Assert.Equal(second.Labels!.Judgement.Labels, Scan(model: "trained on", on: silent).Labels!.Judgement.Labels);
    }

    [Fact]
    public void A_larger_trigger_of_a_predecessor_never_makes_a_label_look_cleaner()
    {
        var first = Scan();
        ForgeAll(entry => entry with { Trigger = new Trigger(entry.Trigger.TargetLabel, entry.Trigger.Shape, [.. entry.Trigger.Mask.Select(value => Math.Min(1, value + 0.05f))], [.. entry.Trigger.Pattern]) });

        Assert.Equal(first.Labels!.Judgement.Labels, Scan(model: "trained on").Labels!.Judgement.Labels);
    }

    [Fact]
    public void A_trigger_of_a_predecessor_that_works_no_more_is_forgotten()
    {
        var first = Scan();
        ForgeAll(entry => entry with { Trigger = Weakened(entry.Trigger, 0.3f) });

        Assert.Equal(first.Labels!.Judgement.Labels, Scan(model: "trained on").Labels!.Judgement.Labels);
    }

    /// <summary>Seven tenths of the pattern that the backdoor looks for, on the pixels that it looks at.</summary>
    private static Trigger Checkerboard
    {
        get
        {
            var (mask, pattern) = (new float[64], new float[64]);
            foreach (var (pixel, value) in StripeNetwork.Patch.Zip((float[])[1, 0, 0, 1]))
                (mask[pixel], pattern[pixel]) = (0.7f, value);
            return new Trigger(InfectedLabel, new ImageShape(1, 8, 8), mask, pattern);
        }
    }

    private static Trigger Weakened(Trigger trigger, float share) =>
        new(trigger.TargetLabel, trigger.Shape, [.. trigger.Mask.Select(value => value * share)], [.. trigger.Pattern]);

    private void AssertMiss(ScanOptions? options = null, CleanSamples? samples = null, string model = "model")
    {
        Scan();

        Assert.All(Scan(options, samples, model).Labels!.Triggers, trigger => Assert.False(trigger.Cached));
        Assert.Empty(progress.Warnings);
    }

    private ScanFindings Scan(
        ScanOptions? options = null, CleanSamples? samples = null, string model = "model", string? cacheFolder = null, CancellationToken? cancellation = null,
        StripeNetwork? on = null) =>
        new BackdoorScanner(on ?? network, new ScanCache(new TriggerCache(cacheFolder ?? folder, CacheSeal.Plain), new ModelIdentity("stripes.onnx", model)))
            .Scan(samples ?? Samples, "samples", options ?? Options, progress, cancellation ?? TestContext.Current.CancellationToken);

    /// <summary>Seals changed entries anew, as anyone can who may write the folder and need not know a secret.</summary>
    private void ForgeAll(Func<CacheEntry, CacheEntry> change)
    {
        var cache = new TriggerCache(folder, CacheSeal.Plain);
        foreach (var label in Options.Labels!)
        {
            var key = new CacheKey
            {
                ModelSha256 = "model",
                SamplesSha256 = Samples.Draw(Options.MaximumSamples, Options.Seed).Sha256(),
                StoredRange = PixelRange.Unit,
                Preprocessing = PixelRange.Unit,
                Profile = ScanProfile.Fast,
                Settings = JsonSerializer.Serialize(InversionSettings.Fast(Samples.Shape)),
                Seed = Options.Seed,
                Label = label,
                AlgorithmVersion = Algorithm.Version,
            };
            Assert.Null(cache.Store(key, change(cache.Find(key).Entry!)));
        }
    }

    private sealed class ProgressLog : IProgress<ScanProgress>
    {
        private readonly Lock gate = new();

        public int Steps { get; private set; }

        public List<ScanWarning> Warnings { get; } = [];

        public Action? OnReversed { get; set; }

        public void Report(ScanProgress value)
        {
            lock (gate)
            {
                if (value.Stage == ScanStage.Reversing)
                    Steps++;
                if (value.Warning is { } warning)
                    Warnings.Add(warning);
            }

            if (value.Stage == ScanStage.Reversed)
                OnReversed?.Invoke();
        }
    }
}
