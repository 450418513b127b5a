namespace ModelAssert;

/// <summary>
/// Where the norm of a label that was stopped early would have ended: as the labels that went on from the same checkpoint did. <paramref name="Upper"/> is
/// certain, since a trigger of that norm was found; the rest is an estimate.
/// </summary>
/// <param name="Lower">If it had shrunk as much as the one that shrank the most, in pixels.</param>
/// <param name="Estimate">If it had shrunk as the median of them, in pixels.</param>
/// <param name="Upper">The smallest norm of a trigger that worked, in pixels.</param>
internal sealed record NormInterval(double Lower, double Estimate, double Upper);
