using System.CommandLine;
using ModelAssert.Attacks;
using ModelAssert.Engine.Native;
using ModelAssert.Tests;

namespace ModelAssert.Benchmarks;

/// <summary>
/// <c>mitigation</c>: what each mitigation does to the attacker's own triggers, beside the reversed ones and the paper's baselines (Wang et al. 2019, table IV).
/// </summary>
internal static class MitigationCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("MODEL");
        var samples = new Option<string>("--samples") { Required = true };
        var target = new Option<int?>("--target") { Description = "The label that a white square of 4x4 pixels at the bottom right leads to." };
        var attackers = new Option<string>("--attackers") { Description = "Instead: the attacker's triggers, as `zoo attackers` writes them." };
        var filterOnly = new Option<bool>("--filter-only") { Description = "Measure the filter, and change no weight." };
        var quick = new Option<bool>("--quick") { Description = "Unlearn one round at most, prune nothing, and measure no resistance: for models with many infected labels." };
        var seed = new Option<int>("--seed");
        var command = new Command("mitigation", "Filtering, unlearning and pruning against the attacker's own triggers.") { model, samples, target, attackers, filterOnly, quick, seed };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(target) is null) == (result.GetValue(attackers) is null))
                result.AddError("Give --target or --attackers.");
        });
        command.SetAction(given =>
        {
            NativeLibraries.Load();
            using var comparison = new MitigationComparison(
                given.GetRequiredValue(model), given.GetRequiredValue(samples),
                shape => given.GetValue(target) is { } label ? [PatchTrigger.BottomRightSquare(label, shape)] : AttackersTriggers.Read(given.GetValue(attackers)!),
                new ScanOptions { Seed = given.GetValue(seed) }, given.GetValue(quick));
            if (!given.GetValue(quick))
                comparison.PrintFilter();
            if (!given.GetValue(filterOnly))
                comparison.Run();
        });
        return command;
    }
}
