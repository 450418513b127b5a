using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Samples;

namespace ModelAssert.Engine.Inversion;

/// <summary>Reverse-engineers the smallest trigger of a label, and measures it.</summary>
/// <param name="classifier">The network behind its preprocessing.</param>
/// <param name="shape">The shape of the images.</param>
/// <param name="settings">The constants of the optimisation.</param>
/// <param name="seed">The seed of the scan.</param>
/// <param name="temperature">What the network's logits are divided by, as <see cref="LogitTemperature"/> measures it.</param>
internal sealed class TriggerReverser(RawImageClassifier classifier, ImageShape shape, InversionSettings settings, int seed, double temperature)
{
    /// <summary>
    /// As many held-out images measure a label that was screened out: nothing is decided by it, and of a thousand labels most are.
    /// </summary>
    private const int ScreenedMeasurement = 128;

    /// <summary>The most steps that one label takes.</summary>
    public int MaximumSteps => settings.MaximumSteps;

    /// <summary>Begins an optimisation.</summary>
    /// <param name="aim">What the trigger shall do.</param>
    /// <param name="images">Images to optimise on; stay the caller's.</param>
    /// <returns>The optimisation, which the caller disposes of.</returns>
    public ILabelOptimisation Start(TriggerAim aim, ImageSet images)
    {
        var first = Start(settings);
        return settings.WindowBatches == 0 ? first : new SeveralStarts([first, Start(settings with { WindowBatches = 0 })]);

        LabelOptimisation Start(InversionSettings constants) => new(aim, classifier, shape, constants, seed, images, temperature);
    }

    /// <summary>Reverses a trigger from the start to the end.</summary>
    /// <param name="aim">What the trigger shall do.</param>
    /// <param name="images">Images to optimise on; stay the caller's.</param>
    /// <param name="afterStep">Called after every step.</param>
    /// <param name="cancellation">Stops between mini-batches.</param>
    /// <returns>The trigger, and whether it ever worked.</returns>
    public (Trigger Trigger, bool Converged) Reverse(TriggerAim aim, ImageSet images, Action? afterStep = null, CancellationToken cancellation = default)
    {
        using var optimisation = Start(aim, images);
        while (!optimisation.IsOver)
        {
            optimisation.Step(cancellation);
            afterStep?.Invoke();
        }

        return optimisation.Result();
    }

    /// <summary>What an optimisation came to.</summary>
    /// <param name="optimisation">The optimisation.</param>
    /// <param name="heldOut">Images to measure the result on.</param>
    /// <param name="stopped">Why it was ended early, if it was.</param>
    /// <param name="source">The label whose images it is for, or <see langword="null"/> for those of all other labels.</param>
    /// <returns>The trigger and what it is worth.</returns>
    public ReversedTrigger Measure(ILabelOptimisation optimisation, ImageSet heldOut, LabelStop? stopped, int? source = null)
    {
        var (trigger, converged) = optimisation.Result();
        return new ReversedTrigger(trigger, converged, optimisation.Norms.Count, SuccessRate(trigger, heldOut, stopped, source))
        {
            Stopped = stopped,
            Norms = optimisation.Norms,
            FirstSuccess = optimisation.FirstSuccess,
        };
    }

    /// <summary>
    /// The attack success rate of a finished trigger, over inputs whose true label is another: those of the label itself would be successes for free.
    /// </summary>
    /// <param name="trigger">The trigger, for images of this shape.</param>
    /// <param name="heldOut">Images that it was not optimised on.</param>
    /// <param name="stopped">Why its optimisation was ended early, if it was.</param>
    /// <param name="source">The label whose images it is for, or <see langword="null"/> for those of all other labels.</param>
    /// <returns>A fraction in [0, 1].</returns>
    public double SuccessRate(Trigger trigger, ImageSet heldOut, LabelStop? stopped = null, int? source = null)
    {
        using var others = heldOut.Where(new TriggerAim(trigger.TargetLabel, source).IsFor, stopped == LabelStop.Screened ? ScreenedMeasurement : heldOut.Count);
        var predicted = classifier.Predict(others.Images, images => Stamping.Stamp(images, trigger));
        return predicted.Count(label => label == trigger.TargetLabel) / (double)others.Count;
    }
}
