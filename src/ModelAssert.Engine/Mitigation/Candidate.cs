using ModelAssert.Engine.Scanning;

namespace ModelAssert.Engine.Mitigation;

/// <summary>A model that an attempt ended with, not published yet.</summary>
/// <param name="Attempt">How it was made.</param>
/// <param name="Draft">The model; <see langword="null"/> if the attempt gave none.</param>
/// <param name="State">What it is; <see langword="null"/> if it was not scanned.</param>
/// <param name="Findings">Its scan.</param>
/// <param name="Timing">What that scan cost.</param>
/// <param name="Triggers">The triggers that were found on the way, in order.</param>
internal sealed record Candidate(
    RepairAttempt Attempt, IRepairDraft? Draft, RepairState? State, ScanFindings? Findings, ScanTiming? Timing, IReadOnlyList<TriggerStarts> Triggers)
{
    /// <summary>
    /// The best of several: of those that are repaired, the one that has most images right, clean and stamped alike; then the one whose triggers succeed least; then the
    /// one that was tried first, which costs least.
    /// </summary>
    /// <returns>The best, or <see langword="null"/> if none is repaired.</returns>
    public static Candidate? BestOf(IEnumerable<Candidate> candidates) => candidates.Where(candidate => candidate.Attempt.Outcome == RepairOutcome.Repaired)
        .OrderByDescending(candidate => Math.Round(candidate.State!.CleanAccuracy + candidate.State.TrueLabelAccuracy, 6))
        .ThenBy(candidate => candidate.State!.LargestSuccess)
        .FirstOrDefault();
}
