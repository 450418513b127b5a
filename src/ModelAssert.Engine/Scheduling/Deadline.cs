using System.Diagnostics;

namespace ModelAssert.Engine.Scheduling;

/// <summary>When the optimisation must end, if it must.</summary>
/// <param name="limit">How long it may take from now on, or <see langword="null"/>.</param>
internal sealed class Deadline(TimeSpan? limit)
{
    private readonly long start = Stopwatch.GetTimestamp();

    public bool HasPassed => Stopwatch.GetElapsedTime(start) > limit;
}
