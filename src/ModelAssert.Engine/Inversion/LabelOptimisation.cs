using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Inversion;

/// <summary>
/// The optimisation of one label: minimises cross-entropy towards the label plus λ·|m|₁ over mask and pattern (Wang et al. 2019, section IV, equation 3). Holds all
/// of its state, so that it can be put aside after any step and taken up again, by any thread; labels are independent, whatever runs beside them.
/// </summary>
internal sealed class LabelOptimisation : ILabelOptimisation
{
    private readonly TriggerAim aim;
    private readonly InversionSettings settings;
    private readonly TriggerVariables variables;
    private readonly Adam optimiser;
    private readonly TriggerUpdate update;
    private readonly BatchStream batches;
    private readonly CostSchedule schedule;
    private readonly torch.Tensor target;
    private readonly GradientGuidance guidance = new();
    private readonly List<double> norms = [];
    private Trigger? best;

    /// <summary>Draws mask and pattern.</summary>
    /// <param name="aim">What the trigger shall do.</param>
    /// <param name="classifier">The network behind its preprocessing.</param>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="settings">The constants.</param>
    /// <param name="seed">The seed of the scan; each aim draws from it for itself.</param>
    /// <param name="images">Images to optimise on; stay the caller's.</param>
    /// <param name="temperature">What the network's logits are divided by.</param>
    public LabelOptimisation(TriggerAim aim, RawImageClassifier classifier, ImageShape shape, InversionSettings settings, int seed, ImageSet images, double temperature)
    {
        this.aim = aim;
        this.settings = settings;
        var random = new Random(aim.SeedFrom(seed));
        variables = new TriggerVariables(shape, random);
        optimiser = new Adam(variables.All, settings.LearningRate, settings.Beta1, settings.Beta2);
        update = new TriggerUpdate(classifier, variables, optimiser, guidance, temperature);
        batches = new BatchStream(images.Images, images.IndicesWhere(label => aim.IsFor(label) || (aim.Source is null && settings.KeepsTargetImages)), settings.BatchSize, random);
        schedule = new CostSchedule(settings);
        target = torch.full([settings.BatchSize], LastingScalar.Of(aim.Target), torch.ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <inheritdoc />
    public bool IsOver => schedule.ShouldStop || norms.Count >= settings.MaximumSteps || FirstSuccess + settings.StepsAfterSuccess <= norms.Count;

    /// <inheritdoc />
    public IReadOnlyList<double> Norms => norms;

    /// <inheritdoc />
    public double BestNorm => schedule.BestNorm;

    /// <inheritdoc />
    public int? FirstSuccess { get; private set; }

    /// <inheritdoc />
    public void Step(CancellationToken cancellation)
    {
        // Each mini-batch has a scope of its own, so native memory stays flat.
        var (hits, sum) = (0L, 0.0);
        for (var batch = 0; batch < settings.BatchesPerStep; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var images = batches.Next();
            var (hitsNow, norm) = update.Run(images, target, schedule.Cost);
            hits += hitsNow;
            sum += norm;
        }

        var (successRate, mean) = (hits / ((double)settings.BatchesPerStep * settings.BatchSize), sum / settings.BatchesPerStep);
        norms.Add(mean);
        if (schedule.Observe(successRate, mean))
            best = variables.ToTrigger(aim.Target);
        if (best is not null)
            FirstSuccess ??= norms.Count;
    }

    /// <inheritdoc />
    public (Trigger Trigger, bool Converged) Result() => (best ?? variables.ToTrigger(aim.Target), best is not null && guidance.WasGiven);

    public void Dispose()
    {
        optimiser.Dispose();
        variables.Dispose();
        target.Dispose();
    }
}
