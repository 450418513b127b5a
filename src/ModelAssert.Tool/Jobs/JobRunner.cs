using System.Diagnostics;
using ModelAssert.Engine.Mitigation;
using ModelAssert.EngineProcess;

namespace ModelAssert.Tool.Jobs;

/// <summary>Does whatever job it is given, for programs: they are told of all in the same way. The commands for people have each a view of their own, and call the runner itself.</summary>
internal static class JobRunner
{
    /// <summary>Does a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="progress">Told about every stage and step, from several threads.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The report, which is written.</returns>
    public static ModelReport Run(EngineJob job, IProgress<ScanProgress> progress, CancellationToken cancellation) => job switch
    {
        ScanJob scan => ScanRunner.Run(scan, progress, cancellation),
        SelfTestJob test => SelfTestRunner.Run(test, progress, cancellation),
        RepairJob repair => RepairRunner.Run(repair, new RepairProgress(progress), cancellation),
        FilterJob filter => FilterRunner.Run(filter, new RepairProgress(progress), cancellation),
        _ => throw new UnreachableException($"There is no runner for {job.GetType().Name}."),
    };
}
