using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Mitigation;
using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Mitigation;

public class UnlearningLessonTests
{
    [Fact]
    public void A_fifth_of_the_images_is_stamped_evenly_with_each_trigger_none_with_one_that_its_label_obeys()
    {
        using var scope = torch.NewDisposeScope();
        using var samples = CleanStripes.Take(400);
        var images = samples.Optimisation;
        // One black and one white pixel tell the triggers apart.
        Trigger[] triggers = [Pixel(target: 1, at: 0, value: 0), Pixel(target: 5, at: 63, value: 1)];

        var stamped = UnlearningLesson.Stamp(images.Images, images.Labels, triggers, seed: 3);

        Assert.True(stamped.equal(UnlearningLesson.Stamp(images.Images, images.Labels, triggers, seed: 3)).all().item<bool>());
        Assert.False(stamped.equal(UnlearningLesson.Stamp(images.Images, images.Labels, triggers, seed: 4)).all().item<bool>());
        var (before, after) = (images.Images.flatten(1), stamped.flatten(1));
        var changed = (before - after).abs().sum(1).data<float>().ToArray();
        Assert.Equal(40, changed.Count(difference => difference > 0));
        foreach (var (trigger, pixel) in triggers.Zip((int[])[0, 63]))
        {
            var changes = (before.select(1, pixel) - after.select(1, pixel)).abs().data<float>().ToArray();
            Assert.Equal(20, changes.Count(difference => difference > 0));
            Assert.All(changes.Index().Where(entry => entry.Item > 0), entry => Assert.NotEqual(trigger.TargetLabel, images.Labels[entry.Index]));
        }
    }

    [Fact]
    public void Of_more_triggers_than_images_are_stamped_others_are_taken_for_every_seed()
    {
        using var scope = torch.NewDisposeScope();
        using var samples = CleanStripes.Take(100);
        var images = samples.Optimisation;
        Trigger[] triggers = [.. Enumerable.Range(0, 64).Select(pixel => Pixel(target: 1, at: pixel, value: 0.5f))];

        bool[][] taken = [.. Enumerable.Range(0, 2).Select(seed =>
        {
            using var changes = (UnlearningLesson.Stamp(images.Images, images.Labels, triggers, seed) - images.Images).abs().flatten(1).sum(dim: 0);
            return changes.data<float>().ToArray().Select(change => change > 0).ToArray();
        })];

        Assert.All(taken, pixels => Assert.InRange(pixels.Count(isTaken => isTaken), 8, 10));
        Assert.NotEqual(taken[0], taken[1]);
    }

    [Fact]
    public void Few_samples_are_filled_up_with_mixtures_that_the_network_answers_itself()
    {
        using var scope = torch.NewDisposeScope();
        using var network = new TrainableStripeNetwork(infectedLabel: 2);
        using var samples = CleanStripes.Take(160);
        // Half of each answer is the label, whatever the network says.
        int[] wrong = [.. samples.Optimisation.Labels.Select(label => (label + 1) % network.LabelCount)];
        using var mislabelled = new ImageSet(samples.Optimisation.Images.clone(), wrong);

        using var lesson = UnlearningLesson.Of(network, samples.Preprocessing, mislabelled, seed: 0);

        Assert.Equal([500, 1, 8, 8], lesson.Images.shape);
        Assert.Equal(500, lesson.Labels.Count);
        Assert.Equal(wrong, lesson.Labels.Take(80));
        Assert.True(lesson.Images.narrow(0, 0, 80).equal(mislabelled.Images).all().item<bool>());
        var own = new RawImageClassifier(network, samples.Preprocessing).Answers(lesson.Images);
        Assert.Equal(own.argmax(1).data<long>().ToArray().Skip(80).Select(label => (int)label), lesson.Labels.Skip(80));
        Assert.True(own.narrow(0, 80, 420).equal(lesson.Answers.narrow(0, 80, 420)).all().item<bool>());
        for (var i = 0; i < 80; i++)
        {
            for (var label = 0; label < network.LabelCount; label++)
                Assert.Equal(0.5f * own[i, label].item<float>() + (wrong[i] == label ? 0.5f : 0), lesson.Answers[i, label].item<float>(), 6);
        }
    }

    private static Trigger Pixel(int target, int at, float value)
    {
        var (mask, pattern) = (new float[64], new float[64]);
        (mask[at], pattern[at]) = (1, value);
        return new Trigger(target, new ImageShape(1, 8, 8), mask, pattern);
    }
}
