using System.Diagnostics;

namespace ModelAssert.Engine.Scanning;

/// <summary>Measures what a scan costs, from the moment it is made.</summary>
internal sealed class ScanClock
{
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;

    /// <summary>What was spent so far, in milliseconds' precision. The processor time is this whole process's.</summary>
    public ScanTiming Elapsed => new(
        Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3), Math.Round((Environment.CpuUsage.TotalTime - cpuBefore).TotalSeconds, 3));
}
