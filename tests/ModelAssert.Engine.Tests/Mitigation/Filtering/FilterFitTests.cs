using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Mitigation.Filtering;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Mitigation.Filtering;

public class FilterFitTests
{
    private const int Infected = 2;

    private static readonly Trigger Checkerboard = TrainableStripeNetwork.Checkerboard(Infected);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_neurons_of_the_backdoor_are_found_and_tell_its_trigger(bool asPublished)
    {
        using var network = new TrainableStripeNetwork(Infected);
        using var samples = CleanStripes.Take(160);
        var fit = new FilterFit(network, network.FindFilterTap(), samples);

        var (formula, profiles) = fit.Learn([[Checkerboard, Checkerboard]], asPublished);

        // One percent of a hundred neurons; the three of the backdoor are alike, and the first is taken.
        var profile = Assert.Single(profiles);
        Assert.Equal((Infected, TrainableStripeNetwork.Backdoor[0]), (profile.Label, Assert.Single(profile.Neurons)));
        Assert.Equal((0, 4), (profile.CleanMean, Math.Round(profile.StampedMean, 1)));
        var (clean, stamped) = (fit.CleanScores(formula), fit.StampedScores(formula, Checkerboard));
        Assert.Equal((80, 70), (clean.Length, stamped.Count));
        var figures = new FilterFigures(clean, stamped);
        Assert.Equal((1, 1), (figures.AttackSuccessRate, figures.Auroc()));
        Assert.Equal(0, figures.PassedSuccessAt(figures.ThresholdFor(0.05)));
    }

    [Fact]
    public void Neurons_that_no_clean_image_moves_are_counted_in_their_rise_under_the_trigger()
    {
        using var network = new TrainableStripeNetwork(Infected);
        using var samples = CleanStripes.Take(160);
        var fit = new FilterFit(network, network.FindFilterTap(), samples);

        var (formula, _) = fit.Learn([[Checkerboard]], asPublished: true);

        Assert.All(fit.CleanScores(formula), score => Assert.Equal(0, score));
        Assert.All(fit.StampedScores(formula, Checkerboard), image => Assert.Equal(1, image.Score, tolerance: 0.1));
    }

    [Fact]
    public void Clean_scores_are_counted_from_the_mean_of_images_of_all_labels_in_their_deviation()
    {
        using var network = new TrainableStripeNetwork(Infected);
        using var samples = CleanStripes.Take(640);
        // A bright row is no backdoor, but its neuron moves on clean images too.
        var row = new Trigger(5, network.InputShape, [.. Enumerable.Range(0, 64).Select(pixel => pixel / 8 == 5 ? 1f : 0)], [.. Enumerable.Repeat(1f, 64)]);
        var fit = new FilterFit(network, network.FindFilterTap(), samples);

        var (formula, profiles) = fit.Learn([[row]], asPublished: true);
        var scores = fit.CleanScores(formula);

        Assert.Equal([5], Assert.Single(profiles).Neurons);
        Assert.Equal(0, scores.Average(), tolerance: 0.1);
        Assert.Equal(1, scores.Average(score => score * score), tolerance: 0.1);
    }

    [Fact]
    public void Of_several_labels_the_largest_score_counts()
    {
        using var scope = torch.NewDisposeScope();
        var formula = new FilterFormula(3, [new FilterDirection(1, [1, 0, 2], -1), new FilterDirection(3, [0, 0.5f, 0], 0.25f)]);

        var scores = formula.Scores(torch.tensor([3f, 1, 1, 0, 4, 1], [2, 3]));

        Assert.Equal([4f, 2.25f], scores.data<float>().ToArray());
        Assert.Equal([1f, 0, 0, 0.5f, 2, 0], formula.Weights());
    }

    [Fact]
    public void Fishers_weights_solve_his_equation_and_cancel_what_two_neurons_share()
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(1);
        // The second neuron moves as the first one does on clean images; the trigger raises the first one alone, by less than they move.
        var common = torch.randn([200, 1], generator: generator).Times(10.0);
        var noise = torch.randn([200, 2], generator: generator).Times(0.1);
        var clean = common.expand(200, 2).Plus(noise);
        var stamped = clean.Plus(torch.tensor([3f, 0]));

        var weights = Discriminant.Fisher(clean, stamped);

        var centred = (clean - clean.mean([0L])).to(torch.ScalarType.Float64);
        var scatter = centred.t().matmul(centred).Over(100);
        var ridge = scatter.diag().mean() * torch.eye(2, dtype: torch.ScalarType.Float64);
        Assert.True(scatter.Plus(ridge).matmul(weights).allclose(torch.tensor([3.0, 0]), rtol: 1e-4, atol: 1e-4));
        Assert.True(weights[1].item<double>() < 0);
    }
}
