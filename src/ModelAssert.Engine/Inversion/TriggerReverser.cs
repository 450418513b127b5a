using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Inversion;

/// <summary>
/// Reverse-engineers the smallest trigger of a label: minimises cross-entropy towards the label plus λ·|m|₁ over mask and pattern
/// (Wang et al. 2019, section IV, equation 3).
/// </summary>
internal sealed class TriggerReverser(RawImageClassifier classifier, ImageShape shape, InversionSettings settings, int seed)
{
    /// <summary>The most steps that one label takes.</summary>
    public int MaximumSteps => settings.MaximumSteps;

    /// <summary>Optimises the trigger of one label. Labels are independent: the result does not depend on what else runs, or in what order.</summary>
    /// <param name="label">The target label.</param>
    /// <param name="optimisation">Images to optimise on.</param>
    /// <param name="heldOut">Images to measure the result on.</param>
    /// <param name="onStep">Told after every step.</param>
    /// <param name="cancellation">Stops between mini-batches.</param>
    /// <returns>The trigger and what it is worth.</returns>
    public ReversedTrigger Reverse(
        int label, ImageSet optimisation, ImageSet heldOut, Action<int, double>? onStep = null, CancellationToken cancellation = default)
    {
        // Each mini-batch has a scope of its own below this one, so native memory stays flat.
        using var scope = torch.NewDisposeScope();
        using var others = settings.KeepsTargetImages ? null : optimisation.Without(label);
        var random = new Random(HashCode(seed, label));
        using var variables = new TriggerVariables(shape, random);
        using var optimiser = new Adam(variables.All, settings.LearningRate, settings.Beta1, settings.Beta2);
        var target = torch.full([settings.BatchSize], label, torch.ScalarType.Int64);
        var batches = new BatchStream((others ?? optimisation).Images, settings.BatchSize, random);
        var schedule = new CostSchedule(settings);

        Trigger? best = null;
        var steps = 0;
        while (steps < settings.MaximumSteps && !schedule.ShouldStop)
        {
            var (successRate, norm) = RunStep(variables, optimiser, batches, target, schedule.Cost, cancellation);
            steps++;
            if (schedule.Observe(successRate, norm))
                best = variables.ToTrigger(label);
            onStep?.Invoke(steps, schedule.BestNorm);
        }

        var trigger = best ?? variables.ToTrigger(label);
        return new ReversedTrigger(trigger, best is not null, steps, SuccessRate(trigger, heldOut));
    }

    /// <summary>
    /// The attack success rate of a finished trigger, over inputs whose true label is another: those of the label itself would be successes for free.
    /// </summary>
    /// <param name="trigger">The trigger, for images of this shape.</param>
    /// <param name="heldOut">Images that it was not optimised on.</param>
    /// <returns>A fraction in [0, 1].</returns>
    public double SuccessRate(Trigger trigger, ImageSet heldOut)
    {
        using var others = heldOut.Without(trigger.TargetLabel);
        var predicted = classifier.Predict(others.Images, images => Stamping.Stamp(images, trigger));
        return predicted.Count(label => label == trigger.TargetLabel) / (double)others.Count;
    }

    /// <summary>One step: several mini-batches, the variables updated after each. Returns the means as they were seen during the step.</summary>
    private (double SuccessRate, double Norm) RunStep(
        TriggerVariables variables, Adam optimiser, BatchStream batches, torch.Tensor target, double cost, CancellationToken cancellation)
    {
        var update = new TriggerUpdate(classifier, variables, optimiser);
        var (hits, norms) = (0L, 0.0);
        for (var batch = 0; batch < settings.BatchesPerStep; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var images = batches.Next();
            var (hitsNow, norm) = update.Run(images, target, cost);
            hits += hitsNow;
            norms += norm;
        }

        return (hits / ((double)settings.BatchesPerStep * settings.BatchSize), norms / settings.BatchesPerStep);
    }

    /// <summary>A seed of its own for every label, the same in every process; <see cref="System.HashCode"/> is not.</summary>
    private static int HashCode(int seed, int label) => unchecked((seed * 486187739) ^ (label * 16777619 + 40503));
}
