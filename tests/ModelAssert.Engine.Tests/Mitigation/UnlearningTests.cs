using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Training;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Mitigation;

public class UnlearningTests
{
    private const int Infected = 2;

    private static readonly FineTuningOptions Lesson = new() { LearningRate = 0.02, BatchSize = 8 };

    [Fact]
    public void A_backdoor_is_unlearned_and_the_rest_is_kept()
    {
        using var network = new TrainableStripeNetwork(Infected);
        using var samples = CleanStripes.Take(640);
        var trigger = TrainableStripeNetwork.Checkerboard(Infected);
        var measure = new MitigationMeasure(samples.HeldOut, samples.InputRange);
        Assert.Equal((1, 0, 1), (measure.EffectOf(trigger, network).AttackSuccessRate, measure.EffectOf(trigger, network).TrueLabelAccuracy, measure.CleanAccuracy(network)));

        // The backdoor was made by hand, with weights that no training would give it: more and larger steps than the default's ten are needed to reach it.
        Unlearning.Run(network, samples.InputRange, samples.Optimisation, [trigger], Lesson, cancellation: TestContext.Current.CancellationToken);

        var after = measure.EffectOf(trigger, network);
        Assert.True(after.AttackSuccessRate < 0.05, $"{after}");
        Assert.True(after.TrueLabelAccuracy > 0.9, $"{after}");
        Assert.True(measure.CleanAccuracy(network) > 0.95, $"{measure.CleanAccuracy(network)}");
        Assert.All(network.Weights.Values, weight => Assert.False(weight.requires_grad));
    }

    [Fact]
    public void Clean_images_alone_leave_the_backdoor_as_it_is()
    {
        using var network = new TrainableStripeNetwork(Infected);
        using var samples = CleanStripes.Take(640);

        Unlearning.Run(network, samples.InputRange, samples.Optimisation, [], Lesson, cancellation: TestContext.Current.CancellationToken);

        var after = new MitigationMeasure(samples.HeldOut, samples.InputRange).EffectOf(TrainableStripeNetwork.Checkerboard(Infected), network);
        Assert.True(after.AttackSuccessRate > 0.9, $"{after}");
    }

    [Fact]
    public void A_fifth_of_the_images_is_stamped_evenly_with_each_trigger_none_with_one_that_its_label_obeys()
    {
        using var scope = torch.NewDisposeScope();
        using var samples = CleanStripes.Take(400);
        var images = samples.Optimisation;
        // One black and one white pixel tell the triggers apart.
        Trigger[] triggers = [Pixel(target: 1, at: 0, value: 0), Pixel(target: 5, at: 63, value: 1)];

        using var lesson = Unlearning.LessonOf(images, triggers, seed: 3);
        using var again = Unlearning.LessonOf(images, triggers, seed: 3);

        Assert.Equal(images.Labels, lesson.Labels);
        Assert.True(lesson.Images.equal(again.Images).all().item<bool>());
        var (before, after) = (images.Images.flatten(1), lesson.Images.flatten(1));
        var changed = (before - after).abs().sum(1).data<float>().ToArray();
        Assert.Equal(40, changed.Count(difference => difference > 0));
        foreach (var (trigger, pixel) in triggers.Zip((int[])[0, 63]))
        {
            var stamped = (before.select(1, pixel) - after.select(1, pixel)).abs().data<float>().ToArray();
            Assert.Equal(20, stamped.Count(difference => difference > 0));
            Assert.All(stamped.Index().Where(entry => entry.Item > 0), entry => Assert.NotEqual(trigger.TargetLabel, lesson.Labels[entry.Index]));
        }
    }

    private static Trigger Pixel(int target, int at, float value)
    {
        var (mask, pattern) = (new float[64], new float[64]);
        (mask[at], pattern[at]) = (1, value);
        return new Trigger(target, new ImageShape(1, 8, 8), mask, pattern);
    }
}
