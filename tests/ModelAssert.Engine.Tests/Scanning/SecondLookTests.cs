using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Scanning;
using ModelAssert.Engine.TriggerNorms;
using ModelAssert.Verdicts;

namespace ModelAssert.Engine.Tests.Scanning;

public class SecondLookTests
{
    private static readonly double[] Norms = [10, 76, 60, 74, 62, 72, 64, 70, 66, 68];

    [Fact]
    public void The_labels_around_the_median_are_chosen_and_none_that_was_flagged()
    {
        var look = SecondLookAtMedian.Of(Decide(Norms), TriggersOf(Norms), references: null);

        // The median is 67.
        Assert.Equal([6, 7, 8, 9], look.Labels);
        Assert.Equal(67, look.FirstMedianNorm);
        Assert.Equal(7.7, look.FirstAnomalyIndex, 1);
    }

    [Fact]
    public void Where_some_labels_stand_for_all_it_is_these_that_are_looked_at()
    {
        int[] references = [1, 2, 3, 4, 5];
        var look = SecondLookAtMedian.Of(Decide(Norms, references), TriggersOf(Norms), references);

        // Theirs is 72.
        Assert.Equal([1, 3, 4, 5], look.Labels);
    }

    [Fact]
    public void The_conclusion_says_what_the_first_look_came_to_whatever_it_is()
    {
        var look = SecondLookAtMedian.Of(Decide(Norms), TriggersOf(Norms), references: null);

        Assert.Contains("was 7.69 before and is 7.69 now", SecondLookAtMedian.Settle(look, Decide(Norms)).Reasons[^1], StringComparison.Ordinal);
        var clean = SecondLookAtMedian.Settle(look, Decide([.. Norms.Skip(1), 40]));
        Assert.Equal(Verdict.Clean, clean.Verdict);
        Assert.Contains("no label is infected any more", clean.Reasons[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_scan_looks_twice_before_it_says_infected_and_never_after_it_found_nothing()
    {
        using var infected = new StripeNetwork(5);
        using var clean = new StripeNetwork();

        var look = Scan(infected).Labels!.SecondLook;
        Assert.Equal(4, look!.Labels.Count);
        Assert.DoesNotContain(5, look.Labels);
        Assert.Null(Scan(clean).Labels!.SecondLook);
    }

    private static ScanFindings Scan(StripeNetwork network) =>
        new BackdoorScanner(network).Scan(StripeNetwork.Samples(320), "samples", new ScanOptions(), cancellation: TestContext.Current.CancellationToken);

    private static Judgement Decide(double[] norms, int[]? references = null) =>
        Judge.Decide([.. norms.Select((norm, label) => new LabelMeasurement(label, norm, true))], 2, references);

    private static ReversedTrigger[] TriggersOf(double[] norms) => [.. norms.Select((norm, label) => Scheduling.ScriptedScan.TriggerOf(label, norm))];
}
