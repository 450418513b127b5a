using ModelAssert.Engine.Mitigation.Filtering;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Mitigation.Filtering;

public class FilterFitTests
{
    private const int Infected = 2;

    private static readonly Trigger Checkerboard = TrainableStripeNetwork.Checkerboard(Infected);

    [Fact]
    public void The_neurons_of_the_backdoor_are_found_and_tell_its_trigger()
    {
        using var network = new TrainableStripeNetwork(Infected);
        using var samples = CleanStripes.Take(160);
        var fit = new FilterFit(network, network.FindFilterTap(), samples);

        var formula = fit.FormulaOf([[Checkerboard, Checkerboard]]);

        var profile = Assert.Single(formula.Profiles);
        // One percent of a hundred neurons; the three of the backdoor are alike, and the first is taken.
        Assert.Equal((Infected, TrainableStripeNetwork.Backdoor[0]), (profile.Label, Assert.Single(profile.Neurons)));
        // No clean image moves it: scores are counted in its rise under the trigger.
        Assert.Equal((0, 0), (profile.CleanMean, profile.CleanDeviation));
        Assert.Equal(4, profile.StampedMean, tolerance: 0.1);
        var (clean, stamped) = (fit.CleanScores(formula), fit.StampedScores(formula, Checkerboard));
        Assert.Equal(80, clean.Length);
        Assert.All(clean, score => Assert.Equal(0, score));
        Assert.All(stamped, image => Assert.True(image is { Taken: true, Score: > 0.9f and < 1.1f }, $"{image}"));
        var figures = new FilterFigures(clean, stamped);
        Assert.Equal((0, 0, 1), (figures.At(figures.ThresholdFor(0.05)).FalsePositiveRate, figures.PassedSuccessAt(figures.ThresholdFor(0.05)), figures.Auroc()));
    }

    [Fact]
    public void Of_several_labels_the_largest_score_counts_each_in_deviations_of_its_own_neurons()
    {
        using var scope = torch.NewDisposeScope();
        var formula = new FilterFormula(4, [new FilterProfile(1, [0, 2], CleanMean: 1, CleanDeviation: 0.5, StampedMean: 4), new FilterProfile(3, [3], CleanMean: 10, CleanDeviation: 2, StampedMean: 20)]);

        var scores = formula.Scores(torch.tensor([2f, 9, 4, 0, 0, 0, 0, 16], [2, 4]));

        // (3 − 1) / 0.5 against (0 − 10) / 2; (0 − 1) / 0.5 against (16 − 10) / 2.
        Assert.Equal([4f, 3f], scores.data<float>().ToArray());
    }

    [Fact]
    public void Clean_scores_are_counted_from_the_mean_of_images_of_all_labels()
    {
        using var network = new TrainableStripeNetwork(Infected);
        using var samples = CleanStripes.Take(320);
        // A bright row is no backdoor, but its neuron moves on clean images too.
        var row = new Trigger(5, network.InputShape, [.. Enumerable.Range(0, 64).Select(pixel => pixel / 8 == 5 ? 1f : 0)], [.. Enumerable.Repeat(1f, 64)]);
        var fit = new FilterFit(network, network.FindFilterTap(), samples);

        var formula = fit.FormulaOf([[row]]);
        var scores = fit.CleanScores(formula);

        Assert.Equal([5], Assert.Single(formula.Profiles).Neurons);
        Assert.Equal(0, scores.Average(), tolerance: 0.1);
        Assert.Equal(1, scores.Average(score => score * score), tolerance: 0.1);
    }
}
