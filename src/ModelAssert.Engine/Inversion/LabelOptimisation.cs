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
    private readonly TriggerAim aim;
    private readonly RawImageClassifier classifier;
    private readonly ImageShape shape;
    private readonly InversionSettings settings;
    private readonly double temperature;
    private readonly ImageSet images;
    private readonly Random random;
    private readonly CostSchedule schedule;
    private readonly IStampGoal goal;
    private readonly GradientGuidance guidance = new();
    private readonly List<double> norms = [];
    private (TriggerVariables Variables, Adam Optimiser, TriggerUpdate Update, BatchStream Batches)? begun;
    private Trigger? best;

    /// <summary>Does nothing before the first step.</summary>
    /// <param name="aim">What the trigger shall do.</param>
    /// <param name="classifier">The network behind its preprocessing.</param>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="settings">The constants.</param>
    /// <param name="seed">The seed of the scan; each aim draws from it for itself.</param>
    /// <param name="images">Images to optimise on; stay the caller's.</param>
    /// <param name="temperature">What the network's logits are divided by.</param>
    /// <param name="goal">What stamped images shall do; go to the aim's target if left out.</param>
    public LabelOptimisation(
        TriggerAim aim, RawImageClassifier classifier, ImageShape shape, InversionSettings settings, int seed, ImageSet images, double temperature, IStampGoal? goal = null)
    {
        this.aim = aim;
        this.classifier = classifier;
        this.shape = shape;
        this.settings = settings;
        this.temperature = temperature;
        this.images = images;
        random = new Random(aim.SeedFrom(seed));
        schedule = new CostSchedule(settings);
        this.goal = goal ?? new TowardsLabel(aim.Target);
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
        var (_, _, update, batches) = begun ??= Begin(cancellation);
        var (hits, sum) = (0L, 0.0);
        for (var batch = 0; batch < settings.BatchesPerStep; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var images = batches.Next();
            using var labels = goal.LabelsOf(batches.Drawn);
            var (hitsNow, norm) = update.Run(images, labels, schedule.Cost);
            hits += hitsNow;
            sum += norm;
        }

        var (successRate, mean) = (hits / ((double)settings.BatchesPerStep * settings.BatchSize), sum / settings.BatchesPerStep);
        norms.Add(mean);
        if (schedule.Observe(successRate, mean))
            best = Present();
        if (best is not null)
            FirstSuccess ??= norms.Count;
    }

    /// <inheritdoc />
    public (Trigger Trigger, bool Converged) Result() => (best ?? Present(), best is not null && guidance.WasGiven);

    public void Dispose()
    {
        begun?.Optimiser.Dispose();
        begun?.Variables.Dispose();
    }

    private Trigger Present()
    {
        if (begun is { } present)
            return present.Variables.ToTrigger(aim.Target);
        using var drawn = new TriggerVariables(shape, random);
        return drawn.ToTrigger(aim.Target);
    }

    /// <summary>Draws mask and pattern, or has them searched for.</summary>
    private (TriggerVariables, Adam, TriggerUpdate, BatchStream) Begin(CancellationToken cancellation)
    {
        using var scope = torch.NewDisposeScope();
        var variables = settings switch
        {
            { FromWholeImage: true } => new TriggerVariables(shape, new WholeImageSearch(classifier).Run(images.Images, aim.Target, cancellation)),
            { WindowBatches: > 0 } => new TriggerVariables(shape, new WindowSearch(classifier, shape, temperature, guidance, random).Run(Batches(WindowSearch.BatchSize), goal, settings, cancellation)),
            _ => new TriggerVariables(shape, random),
        };
        var optimiser = new Adam(variables.All, settings.LearningRate, settings.Beta1, settings.Beta2);
        return (variables, optimiser, new TriggerUpdate(classifier, variables, optimiser, goal, guidance, temperature), Batches(settings.BatchSize));
    }

    private BatchStream Batches(int size) =>
        new(images.Images, images.IndicesWhere(label => aim.IsFor(label) || (aim.Source is null && settings.KeepsTargetImages)), size, random);
}
