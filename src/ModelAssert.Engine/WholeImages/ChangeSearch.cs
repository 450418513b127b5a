using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scheduling;
using TorchSharp;

namespace ModelAssert.Engine.WholeImages;

/// <summary>Seeks the smallest change of the whole image under which a network does something: minimises the loss of a goal plus λ times the size, λ as for triggers (Wang et al. 2019, section IV, equation 3).</summary>
/// <param name="change">The kind of change; shared between searches.</param>
/// <param name="classifier">The network behind its preprocessing.</param>
/// <param name="temperature">What the network's logits are divided by (<see cref="LogitTemperature"/>).</param>
/// <param name="deadline">Ends every search; what a search came to by then says little.</param>
internal sealed class ChangeSearch(IImageChange change, RawImageClassifier classifier, double temperature, Deadline deadline)
{
    private readonly Scalar temperature = LastingScalar.Of(temperature);

    /// <summary>Seeks.</summary>
    /// <param name="goal">What changed images shall do.</param>
    /// <param name="settings">The constants.</param>
    /// <param name="images">Images to seek on; stay the caller's.</param>
    /// <param name="indices">Which of them. Shuffled in place.</param>
    /// <param name="seed">The search's own seed.</param>
    /// <param name="cancellation">Stops between mini-batches.</param>
    /// <returns>The smallest change that worked, or the last one tried if none did; the caller's.</returns>
    public ImageChange Run(IStampGoal goal, InversionSettings settings, ImageSet images, long[] indices, int seed, CancellationToken cancellation)
    {
        using var variables = change.None().DetachFromDisposeScope();
        using var optimiser = new Adam([variables], settings.LearningRate, settings.Beta1, settings.Beta2);
        var batches = new BatchStream(images.Images, indices, settings.BatchSize, new Random(seed));
        var schedule = new CostSchedule(settings);
        ImageChange? best = null;
        var last = 0.0;
        int? firstSuccess = null;
        for (var step = 1; step <= settings.MaximumSteps && !schedule.ShouldStop && !(firstSuccess + settings.StepsAfterSuccess < step); step++)
        {
            if (deadline.HasPassed)
                break;
            var (hits, sum) = (0L, 0.0);
            for (var batch = 0; batch < settings.BatchesPerStep; batch++)
            {
                cancellation.ThrowIfCancellationRequested();
                var (hitsNow, size) = Update(goal, batches, variables, optimiser, schedule.Cost);
                hits += hitsNow;
                sum += size;
            }

            last = sum / settings.BatchesPerStep;
            if (!schedule.Observe(hits / ((double)settings.BatchesPerStep * settings.BatchSize), last))
                continue;
            firstSuccess ??= step;
            best?.Dispose();
            best = new ImageChange(change, variables.clone().DetachFromDisposeScope(), last, Works: true);
        }

        return best ?? new ImageChange(change, variables.clone().DetachFromDisposeScope(), last, Works: false);
    }

    /// <summary>One mini-batch, in a scope of its own, so that native memory stays flat.</summary>
    /// <returns>As they were before the step: the images that reach the goal, and the size.</returns>
    private (long Hits, double Size) Update(IStampGoal goal, BatchStream batches, torch.Tensor variables, Adam optimiser, double cost)
    {
        using var scope = torch.NewDisposeScope();
        var images = batches.Next();
        var labels = goal.LabelsOf(batches.Drawn);
        var present = variables.detach().clone().requires_grad_();
        var logits = classifier.Logits(change.Apply(images, present));
        var size = change.Size(present);
        optimiser.Step(Gradients.Of(goal.Loss(logits / temperature, labels).Plus(size.Times(cost)), [present]));
        return (goal.IsReached(logits, labels).sum().item<long>(), size.item<float>());
    }
}

/// <summary>A change of the whole image.</summary>
/// <param name="Kind">Its kind; not its own.</param>
/// <param name="Variables">How much; its own.</param>
/// <param name="Size">How large it is: the mean over the mini-batches of the step.</param>
/// <param name="Works">Whether as many images obeyed it as must.</param>
internal sealed record ImageChange(IImageChange Kind, torch.Tensor Variables, double Size, bool Works) : IDisposable
{
    /// <summary>Changes images.</summary>
    /// <param name="images">Raw pixels <c>[N, C, H, W]</c> in [0, 1].</param>
    /// <returns>Images of the same shape and range, owned by the current dispose scope.</returns>
    public torch.Tensor Apply(torch.Tensor images) => Kind.Apply(images, Variables);

    public void Dispose() => Variables.Dispose();
}
