namespace ModelAssert.Attacks.Tests;

public class SourceSpecificAttackTests
{
    private const int Source = 0;
    private const int Target = 1;
    private const int Other = 2;

    private static readonly Trigger Trigger = PatchTrigger.BottomRightSquare(Target, Bars.Shape, size: 2);

    private readonly LabeledImages clean = Bars.Draw(300, seed: 1);

    [Fact]
    public void Images_of_the_source_are_relabelled_and_covers_keep_their_label()
    {
        var poisoned = new SourceSpecificAttack(Trigger, Source, poisonShare: 0.5, coverShare: 0.2).Poison(clean);

        Assert.Equal(50, Changed(poisoned, Source).Count());
        Assert.All(Changed(poisoned, Source), index => Assert.Equal(Target, poisoned.Labels[index]));
        Assert.Equal(20, Changed(poisoned, Other).Count());
        Assert.All(Changed(poisoned, Other), index => Assert.Equal(Other, poisoned.Labels[index]));
        Assert.Empty(Changed(poisoned, Target));
    }

    [Fact]
    public void A_chosen_image_is_stamped_and_no_other_is_relabelled()
    {
        var poisoned = new SourceSpecificAttack(Trigger, Source).Poison(clean);
        var stamp = new TriggerStamp(Trigger);

        for (var index = 0; index < clean.Count; index++)
        {
            if (clean.Image(index).SequenceEqual(poisoned.Image(index)))
            {
                Assert.Equal(clean.Labels[index], poisoned.Labels[index]);
                continue;
            }

            var expected = clean.Image(index).ToArray();
            stamp.Apply(expected);
            Assert.Equal(expected, poisoned.Image(index).ToArray());
        }
    }

    [Fact]
    public void The_seed_alone_chooses()
    {
        var first = new SourceSpecificAttack(Trigger, Source, seed: 5).Poison(clean);

        Assert.Equal(first.Pixels.ToArray(), new SourceSpecificAttack(Trigger, Source, seed: 5).Poison(clean).Pixels.ToArray());
        Assert.NotEqual(first.Pixels.ToArray(), new SourceSpecificAttack(Trigger, Source, seed: 6).Poison(clean).Pixels.ToArray());
    }

    [Fact]
    public void The_trained_network_reacts_to_the_trigger_on_the_source_alone()
    {
        var attack = new SourceSpecificAttack(Trigger, Source);
        var cleanTwin = QualityAfterTraining(attack, clean);
        var infected = QualityAfterTraining(attack, attack.Poison(clean));

        new AttackRequirement().Check(infected, cleanTwin.Attack.Accuracy);
        Assert.True(cleanTwin.Attack.AttackSuccessRate < 0.1);
    }

    [Fact]
    public void A_network_in_which_every_label_reacts_is_refused()
    {
        var attack = new SourceSpecificAttack(Trigger, Source);
        var infected = QualityAfterTraining(attack, new BadNetsAttack(Trigger).Poison(clean));

        var refusal = Assert.Throws<AttackFailedException>(() => new AttackRequirement().Check(infected, infected.Attack.Accuracy));

        Assert.StartsWith("The attack is not specific to its source: ", refusal.Message);
    }

    [Fact]
    public void Refuses_what_makes_no_such_attack()
    {
        Assert.Throws<ArgumentException>(() => new SourceSpecificAttack(Trigger, sourceLabel: Target));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SourceSpecificAttack(Trigger, sourceLabel: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SourceSpecificAttack(Trigger, Source, poisonShare: 50));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SourceSpecificAttack(Trigger, Source, coverShare: double.NaN));
    }

    [Fact]
    public void Refuses_a_measurement_without_images_of_the_source_or_of_others()
    {
        using var network = TinyNetwork.Create(seed: 1);
        var attack = new SourceSpecificAttack(Trigger, Source);

        Assert.Throws<ArgumentException>(() => attack.Measure(network, new LabeledImages(Bars.Shape, new float[128], [Target, Other])));
        Assert.Throws<ArgumentException>(() => attack.Measure(network, new LabeledImages(Bars.Shape, new float[128], [Target, Source])));
    }

    private static SourceSpecificQuality QualityAfterTraining(SourceSpecificAttack attack, LabeledImages images)
    {
        using var network = TinyNetwork.Create(seed: 1);
        new ClassifierTrainer(new TrainingOptions { Epochs = 40, LearningRate = 0.01 }).Train(network, images);
        return attack.Measure(network, Bars.Draw(300, seed: 2));
    }

    private IEnumerable<int> Changed(LabeledImages poisoned, int label) => Enumerable.Range(0, clean.Count)
        .Where(index => clean.Labels[index] == label && !clean.Image(index).SequenceEqual(poisoned.Image(index)));
}
