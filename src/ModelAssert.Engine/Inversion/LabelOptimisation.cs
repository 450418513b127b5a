using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Samples;
using TorchSharp;

namespace ModelAssert.Engine.Inversion;

/// <summary>
/// The optimisation of one label: minimises cross-entropy towards the label plus λ·|m|₁ over mask and pattern (Wang et al. 2019, section IV, equation 3). Holds all
/// of its state, so that it can be put aside after any step and taken up again, by any thread; labels are independent, whatever runs beside them.
/// </summary>
internal sealed class LabelOptimisation : ILabelOptimisation
{
    private readonly int label;
    private readonly InversionSettings settings;
    private readonly TriggerVariables variables;
    private readonly Adam optimiser;
    private readonly TriggerUpdate update;
    private readonly BatchStream batches;
    private readonly CostSchedule schedule;
    private readonly torch.Tensor target;
    private readonly List<double> norms = [];
    private Trigger? best;

    /// <summary>Draws mask and pattern.</summary>
    /// <param name="label">The target label.</param>
    /// <param name="classifier">The network behind its preprocessing.</param>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="settings">The constants.</param>
    /// <param name="seed">The seed of the scan; each label draws from it for itself.</param>
    /// <param name="images">Images to optimise on; stay the caller's.</param>
    public LabelOptimisation(int label, RawImageClassifier classifier, ImageShape shape, InversionSettings settings, int seed, ImageSet images)
    {
        this.label = label;
        this.settings = settings;
        var random = new Random(HashCode(seed, label));
        variables = new TriggerVariables(shape, random);
        optimiser = new Adam(variables.All, settings.LearningRate, settings.Beta1, settings.Beta2);
        update = new TriggerUpdate(classifier, variables, optimiser);
        batches = new BatchStream(images.Images, settings.KeepsTargetImages ? images.IndicesWithout(null) : images.IndicesWithout(label), settings.BatchSize, random);
        schedule = new CostSchedule(settings);
        target = torch.full([settings.BatchSize], label, torch.ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <inheritdoc />
    public bool IsOver => schedule.ShouldStop || norms.Count >= settings.MaximumSteps;

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
            best = variables.ToTrigger(label);
        if (best is not null)
            FirstSuccess ??= norms.Count;
    }

    /// <inheritdoc />
    public (Trigger Trigger, bool Converged) Result() => (best ?? variables.ToTrigger(label), best is not null);

    public void Dispose()
    {
        optimiser.Dispose();
        variables.Dispose();
        target.Dispose();
    }

    /// <summary>A seed of its own for every label, the same in every process; <see cref="System.HashCode"/> is not.</summary>
    private static int HashCode(int seed, int label) => unchecked((seed * 486187739) ^ (label * 16777619 + 40503));
}
