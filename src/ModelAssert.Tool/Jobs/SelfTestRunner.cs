using ModelAssert.Artifacts;
using ModelAssert.Attacks;
using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;
using ModelAssert.EngineProcess;
using ModelAssert.Reporting;
using ModelAssert.Tool.Models;

namespace ModelAssert.Tool.Jobs;

/// <summary>A self-test from files to files. No cache: a copy that is infected on purpose is nobody's model, and must not become the predecessor of one.</summary>
internal static class SelfTestRunner
{
    /// <summary>Runs a self-test.</summary>
    /// <param name="job">What to test. Copies are trained and scanned on the processor, whatever device it names.</param>
    /// <param name="progress">Told about every outcome, and that work goes on.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The report, which is written.</returns>
    public static SelfTestReport Run(SelfTestJob job, IProgress<ScanProgress> progress, CancellationToken cancellation)
    {
        job.Scan.Options.Validate();
        job.Options.Validate();
        var folder = ArtifactFolder.Open(job.Scan.OutputFolder);
        progress.Report(new ScanProgress(ScanStage.Loading));
        return ScanRunner.Prepared(() => TestAndWrite(job.Scan, job.Options, folder, progress, cancellation));
    }

    private static SelfTestReport TestAndWrite(
        ScanRequest request, SelfTestOptions asked, ArtifactFolder folder, IProgress<ScanProgress> progress, CancellationToken cancellation)
    {
        var clock = new ScanClock();
        using var model = LoadedModel.Load(request.ModelPath, request.Options.Description);
        var samples = SampleLoader.Load(request.SamplesPath, model.Network.InputShape, model.Network.LabelCount);
        var findings = new GateSelfTest(model.Network) { MaximumThreads = request.Threads ?? Environment.ProcessorCount }
            .Run(samples, request.SamplesPath, request.Options with { Description = model.Description }, asked, progress, cancellation);

        var report = new SelfTestReport
        {
            Model = new ModelIdentity(request.ModelPath, model.Sha256),
            Verdict = findings.Original.Verdict,
            Reasons = findings.Original.Reasons,
            Catch = asked.Catch,
            Patches = findings.Patches,
            Samples = findings.Original.Samples with { Path = request.SamplesPath },
            Options = request.Options,
            Seed = request.Options.Seed,
            Engine = Algorithm.Identity,
            Timing = clock.Elapsed,
        };
        progress.Report(new ScanProgress(ScanStage.Writing));
        ReportWriter.WriteSelfTest(folder, report);
        return report.In(folder.Path);
    }
}
