using System.Diagnostics;

namespace ModelAssert.Benchmarks;

/// <summary>What something cost.</summary>
/// <param name="Cpu">Seconds of processor time of this process, all threads together.</param>
/// <param name="Wall">Seconds on the clock.</param>
internal readonly record struct Effort(double Cpu, double Wall)
{
    public static Effort operator *(Effort effort, double factor) => new(effort.Cpu * factor, effort.Wall * factor);

    /// <summary>Runs something and measures it.</summary>
    public static (T Result, Effort Effort) Of<T>(Func<T> run)
    {
        var (clock, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var result = run();
        return (result, new Effort((Environment.CpuUsage.TotalTime - before).TotalSeconds, clock.Elapsed.TotalSeconds));
    }
}
