using ModelAssert.Arrays;
using ModelAssert.Artifacts;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Scanning;
using ModelAssert.Engine.Tests.Support;
using ModelAssert.EngineProcess;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Mitigation;

[Trait("Tier", "Slow")]
[Collection(nameof(LiveTensors))]
public sealed class ModuleRepairTests(ITestOutputHelper output) : IDisposable
{
    private static readonly Trigger Checkerboard = InfectedStripes.Checkerboard(54);

    private static readonly RepairOptions Unlearn = new() { Method = RepairMethod.Unlearn };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(RepairMethod.Unlearn, MitigationKind.Unlearning)]
    [InlineData(RepairMethod.Prune, MitigationKind.PenultimatePruning)]
    public async Task A_module_is_repaired_in_place_and_is_otherwise_as_it_was(RepairMethod method, MitigationKind kept)
    {
        using var module = InfectedStripes.Train((Checkerboard, 0.1));
        module.get_parameter("output.weight")!.requires_grad_(false);
        var tensors = LiveTensors.Count();

        var report = await RepairAsync(module, Unlearn with { Method = method });

        Assert.Equal(tensors, LiveTensors.Count());

        Assert.True(report.Outcome == RepairOutcome.Repaired, report.Reason);
        Assert.Equal(kept, report.Mitigation);
        Assert.Equal([InfectedStripes.Target], report.Labels);
        Assert.True(report.After!.LargestSuccess <= 0.05, report.Reason);
        Assert.True(module.training);
        Assert.Equal([true, true, false, true], module.parameters().Select(parameter => parameter.requires_grad));
        Assert.Equal(Path.Combine(folder.Path, "TestResults", "ModelAssert", "stripes", ArtifactFile.Repair.Name), report.ReportPath);
        Assert.Equal(ReportJson.Serialize(report), await File.ReadAllTextAsync(report.ReportPath!, TestContext.Current.CancellationToken));

        // With what the repair took: a network that lost neurons may be right with another preprocessing too.
        var options = new ScanOptions { Description = new ModelDescription { InputRange = PixelRange.Unit } };
        var scan = await ModuleScan.Describe("stripes", module, InfectedStripes.Shape, "clean.npz", options, Project).ScanAsync(null, TestContext.Current.CancellationToken);
        Assert.Equal((Verdict.Clean, report.Repaired!.Sha256, report.After!.AnomalyIndex), (scan.Verdict, scan.Model.Sha256, scan.AnomalyIndex));
    }

    /// <summary>A dot hides two checkerboards: from whatever start, the smallest trigger is found.</summary>
    [Fact]
    public async Task Triggers_of_one_label_that_a_scan_finds_one_at_a_time_are_taken_out_in_rounds()
    {
        Trigger[] triggers = [InfectedStripes.Dot(55), InfectedStripes.Checkerboard(0), InfectedStripes.Checkerboard(6)];
        using var module = InfectedStripes.Train((triggers[0], 0.15), (triggers[1], 0.08), (triggers[2], 0.08));
        Assert.All(triggers, trigger => Assert.True(SuccessOf(trigger, module) > 0.95, $"{SuccessOf(trigger, module)}"));

        var report = await RepairAsync(module, Unlearn);

        Assert.True(report.Outcome == RepairOutcome.Repaired, report.Reason);
        var rounds = Assert.Single(report.Attempts).Rounds;
        foreach (var state in rounds.Select(round => round.After!).Prepend(report.Before))
            output.WriteLine(FormattableString.Invariant($"{state.Verdict}, anomaly index {state.AnomalyIndex:0.0}: {string.Join(' ', state.Triggers.Select(effect => $"{effect.AttackSuccessRate:P1}"))}"));
        Assert.True(rounds.Count >= 2);
        // What the first round knew of is gone; the scan finds what it did not know of.
        Assert.Equal(Verdict.Infected, rounds[0].After!.Verdict);
        Assert.True(Assert.Single(rounds[0].After!.Triggers).AttackSuccessRate <= 0.05);
        Assert.InRange(report.After!.Triggers.Count, 2, rounds.Count);
        Assert.Equal([InfectedStripes.Target], report.Labels);
        Assert.All(triggers, trigger => Assert.True(SuccessOf(trigger, module) < 0.05, $"{SuccessOf(trigger, module)}"));
    }

    [Fact]
    public async Task What_is_not_repaired_after_all_rounds_is_as_it_was()
    {
        using var module = InfectedStripes.Train((Checkerboard, 0.1));
        var before = ModuleDigest.Of(module);

        // Steps that are too small to learn anything.
        var report = await RepairAsync(module, Unlearn with { LearningRate = 1e-9 });

        Assert.Equal((RepairOutcome.NotRepaired, null, 5), (report.Outcome, report.Repaired, Assert.Single(report.Attempts).Rounds.Count));
        Assert.Contains("after 5 rounds a reversed trigger still works", report.Reason, StringComparison.Ordinal);
        Assert.Equal(before, ModuleDigest.Of(module));
    }

    [Fact]
    public async Task The_same_repair_gives_the_same_weights_behind_a_normalisation_too()
    {
        var digests = new List<string>();
        // One that changes no pixel, but is computed.
        foreach (var description in (ModelDescription?[])[null, null, new ModelDescription { Mean = [0], StandardDeviation = [1] }])
        {
            using var module = InfectedStripes.Train((Checkerboard, 0.1));
            var report = await RepairAsync(module, new RepairOptions(), description: description);
            Assert.True(report.Outcome == RepairOutcome.Repaired, report.Reason);
            Assert.Equal([MitigationKind.PenultimatePruning, MitigationKind.Unlearning], report.Attempts.Select(attempt => attempt.Mitigation));
            digests.Add(ModuleDigest.Of(module));
        }

        Assert.Equal(digests[0], digests[1]);
        Assert.Equal(digests[0], digests[2]);
    }

    [Fact]
    public async Task A_clean_module_is_left_alone()
    {
        using var module = InfectedStripes.Train();
        var before = ModuleDigest.Of(module);

        var report = await RepairAsync(module, new RepairOptions());

        Assert.Equal((RepairOutcome.NothingToRepair, before), (report.Outcome, ModuleDigest.Of(module)));
    }

    [Fact]
    public async Task One_that_is_stopped_is_as_it_was()
    {
        using var module = InfectedStripes.Train((Checkerboard, 0.1));
        var before = ModuleDigest.Of(module);
        using var cancellation = new CancellationTokenSource();
        var progress = new Hears(message =>
        {
            // After the unlearning of the first round, so that the module holds other weights.
            if (message == "unlearning")
                cancellation.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RepairAsync(module, Unlearn, progress, cancellation.Token));

        Assert.Equal(before, ModuleDigest.Of(module));
        Assert.All(module.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    private ProjectSettings Project => new(folder.Path, new EngineLocation("", null), []);

    private Task<RepairReport> RepairAsync(
        torch.nn.Module<torch.Tensor, torch.Tensor> module, RepairOptions options, IProgress<ScanProgress>? progress = null, CancellationToken? cancellation = null,
        ModelDescription? description = null)
    {
        var samples = StripeNetwork.Samples(640);
        using (var file = File.Create(Path.Combine(folder.Path, "clean.npz")))
        {
            NpzFile.Write(file, [
                new("x", NpyArray.Of([samples.Count, 1, 8, 8], samples.Values.ToArray())), new("y", NpyArray.Of([samples.Count], [.. samples.Labels.Select(label => (long)label)])),
            ]);
        }

        return ModuleRepair.RunAsync(
            "stripes", module, InfectedStripes.Shape, "clean.npz", new ScanOptions { Description = description }, options, Project, progress,
            cancellation ?? TestContext.Current.CancellationToken);
    }

    private static double SuccessOf(Trigger trigger, torch.nn.Module<torch.Tensor, torch.Tensor> module)
    {
        using var samples = CleanStripes.Take(160);
        using var network = new ModuleClassifier(module, InfectedStripes.Shape);
        return new MitigationMeasure(samples.HeldOut, samples.Preprocessing).EffectOf(trigger, network).AttackSuccessRate;
    }

    private sealed class Hears(Action<string> heard) : IProgress<ScanProgress>
    {
        public void Report(ScanProgress value)
        {
            if (value is { Stage: ScanStage.Repairing, Message: { } message })
                heard(message);
        }
    }
}
