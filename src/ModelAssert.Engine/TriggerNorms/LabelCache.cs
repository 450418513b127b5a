using ModelAssert.Engine.Detectors;
using ModelAssert.Caching;
using ModelAssert.Engine.Inversion;

namespace ModelAssert.Engine.TriggerNorms;

/// <summary>
/// The cache as one scan uses it. A trigger that it returns has shown on this scan's held-out samples that it does what it did when it was stored.
/// </summary>
/// <param name="cache">The cache and the model.</param>
/// <param name="keyOfAny">The key of any label of this scan.</param>
/// <param name="shape">The shape of the images.</param>
/// <param name="successRateOf">Measures a trigger on the held-out samples, in one forward pass.</param>
/// <param name="warn">Told about entries that cannot be used and about a cache that cannot be written, from several threads.</param>
internal sealed class LabelCache(
    ScanCache cache, CacheKey keyOfAny, ImageShape shape, Func<Trigger, LabelStop?, double> successRateOf, Action<ScanWarning> warn)
{
    /// <summary>A trigger works if it sends as many held-out images to its label (evaluation protocol, section 6).</summary>
    internal const double WorkingSuccessRate = 0.95;

    /// <summary>How many predecessors are asked: each costs a label one forward pass.</summary>
    private const int Predecessors = 2;

    private const string OfPredecessor = "The trigger was found in an earlier version of the model, and still works.";

    private int refusedWrites;

    /// <summary>Looks a label up.</summary>
    /// <param name="label">The label.</param>
    /// <returns>The trigger as it was reversed, or <see langword="null"/>.</returns>
    public ReversedTrigger? Find(int label)
    {
        var (entry, warning) = cache.Triggers.Find(KeyOf(label));
        if (warning is not null)
            warn(warning);
        if (entry is null)
            return null;

        if (entry.Trigger.TargetLabel != label || entry.Trigger.Shape != shape)
            return Refuse(label, $"Its trigger is for label {entry.Trigger.TargetLabel} and images of {entry.Trigger.Shape}.");
        if (entry.Norms.Count != entry.Steps)
            return Refuse(label, $"It has {entry.Norms.Count} norms for {entry.Steps} steps.");

        // Both are a count over the same number of samples, so equal counts are equal doubles.
        var successRate = successRateOf(entry.Trigger, entry.Stopped);
        return successRate == entry.AttackSuccessRate
            ? new ReversedTrigger(entry.Trigger, entry.Converged, entry.Steps, successRate)
            {
                Cached = true,
                Stopped = entry.Stopped,
                Norms = entry.Norms,
                FirstSuccess = entry.FirstSuccess,
            }
            : Refuse(label, FormattableString.Invariant($"Its trigger has a success rate of {successRate:0.0000} here, recorded is {entry.AttackSuccessRate:0.0000}."));
    }

    /// <summary>The smallest trigger of the latest predecessors that works in this network too.</summary>
    /// <param name="label">The label.</param>
    /// <returns>The trigger, measured on this network, or <see langword="null"/>.</returns>
    public ReversedTrigger? FindPredecessor(int label) => cache.Triggers.FindPredecessors(KeyOf(label), ModelFile)
        .Where(entry => entry is { Converged: true, Stopped: null } && entry.Trigger.TargetLabel == label && entry.Trigger.Shape == shape)
        .Take(Predecessors)
        .OrderBy(entry => entry.Trigger.MaskL1Norm)
        .Select(entry => new ReversedTrigger(entry.Trigger, entry.Converged, entry.Steps, successRateOf(entry.Trigger, null)) { FromPredecessor = true, Origin = OfPredecessor })
        .FirstOrDefault(trigger => trigger.AttackSuccessRate >= WorkingSuccessRate);

    /// <summary>Remembers a label. After a write that failed nothing more is written: one warning is enough.</summary>
    /// <param name="reversed">The label's trigger.</param>
    public void Store(ReversedTrigger reversed)
    {
        // A broken optimisation is not worth keeping, and JSON has no word for NaN.
        if (!reversed.Norms.Append(reversed.Trigger.MaskL1Norm).All(double.IsFinite) || Volatile.Read(ref refusedWrites) > 0)
            return;

        var entry = new CacheEntry(
            reversed.Trigger, reversed.Converged, reversed.Steps, reversed.AttackSuccessRate, ModelFile, DateTimeOffset.UtcNow)
        {
            Stopped = reversed.Stopped,
            Norms = reversed.Norms,
            FirstSuccess = reversed.FirstSuccess,
        };
        if (cache.Triggers.Store(KeyOf(reversed.Trigger.TargetLabel), entry) is { } warning && Interlocked.Increment(ref refusedWrites) == 1)
            warn(warning);
    }

    /// <summary>Keeps the cache below its size limit.</summary>
    public void Trim() => cache.Triggers.Trim();

    private string ModelFile => Path.GetFileName(cache.Model.Path);

    private CacheKey KeyOf(int label) => keyOfAny with { Label = label };

    private ReversedTrigger? Refuse(int label, string why)
    {
        warn(new ScanWarning(
            DiagnosticIds.CacheEntryDamaged, cache.Triggers.PathOf(KeyOf(label)),
            $"The cache entry does not do what it says and was not used. {why}", "The label is analysed again, and the entry replaced."));
        return null;
    }
}
