namespace ModelAssert.Caching;

/// <summary>What the cache remembers of one label.</summary>
/// <param name="Trigger">The reversed trigger.</param>
/// <param name="Converged">Whether a trigger ever worked.</param>
/// <param name="Steps">The optimisation steps that were taken.</param>
/// <param name="AttackSuccessRate">The success rate on the held-out samples, a fraction in [0, 1].</param>
/// <param name="ModelFile">The name of the model file, for people; it decides nothing.</param>
/// <param name="Created">When the trigger was reversed.</param>
internal sealed record CacheEntry(
    Trigger Trigger, bool Converged, int Steps, double AttackSuccessRate, string ModelFile, DateTimeOffset Created)
{
    /// <summary>The version of the files of the cache, part of every key.</summary>
    public const int FormatVersion = 3;

    /// <summary>Why the optimisation was ended early, if it was.</summary>
    public LabelStop? Stopped { get; init; }

    /// <summary>The mean norm of the mask in each step, in pixels: what the scheduling of other labels asks for.</summary>
    public IReadOnlyList<double> Norms { get; init; } = [];

    /// <summary>The first step whose trigger worked, counted from 1, or <see langword="null"/> if none did.</summary>
    public int? FirstSuccess { get; init; }
}
