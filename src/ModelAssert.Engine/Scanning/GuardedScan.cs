using System.Diagnostics;
using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Samples;

namespace ModelAssert.Engine.Scanning;

/// <summary>A scan whose verdict does not hang on a guess: where the preprocessing was not stated and another one may be right, the model is scanned with that, too.</summary>
/// <param name="scanner">The scanner.</param>
/// <param name="samples">The samples as loaded.</param>
/// <param name="samplesPath">Where they come from, for errors.</param>
internal sealed class GuardedScan(BackdoorScanner scanner, CleanSamples samples, string samplesPath)
{
    /// <summary>Checks the samples and scans the network.</summary>
    public ScanFindings Run(ScanOptions options, IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        using var fit = scanner.Fit(samples, samplesPath, options);
        return Run(fit, options, progress, cancellation);
    }

    /// <summary>Scans the network on samples that were checked on it with the same options; they stay the caller's.</summary>
    public ScanFindings Run(FitSamples fit, ScanOptions options, IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var findings = scanner.Scan(fit, options, progress, cancellation);
        var preprocessing = fit.Ready.PreprocessingSummary;
        if (preprocessing.RunnerUp is { } runnerUp && PreprocessingDoubt.AsksForRunnerUp(preprocessing, findings.Verdict))
        {
            progress?.Report(new ScanProgress(ScanStage.Restarting)
            {
                Message = $"the preprocessing was not stated: the verdict must hold with {runnerUp.Name}, too",
            });
            findings = Hold(findings, preprocessing, ScanRunnerUp(runnerUp, options, Stopwatch.GetElapsedTime(start), progress, cancellation));
        }

        if (PreprocessingDoubt.TooPoor(findings.Samples, findings.Verdict) is { } reason)
            findings = findings.Withheld(reason);
        return findings with { Conclusion = findings.Conclusion.Remarked(findings.Samples) };
    }

    private PreprocessingVerdict ScanRunnerUp(Preprocessing runnerUp, ScanOptions options, TimeSpan spent, IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        var stated = options with
        {
            Description = runnerUp.StateIn(options.Description),
            // It was found plausible; whether it is accurate enough was asked of the best one.
            MinimumAccuracy = options.MinimumAccuracy is null ? null : 0,
            TimeLimit = options.TimeLimit is { } limit ? TimeSpan.FromTicks(Math.Max(1, (limit - spent).Ticks)) : null,
        };
        try
        {
            return VerdictOf(scanner.Scan(samples, samplesPath, stated, progress is null ? null : new WarningsOnly(progress), cancellation));
        }
        catch (ModelAssertException e) when (e.Id is DiagnosticIds.AccuracyImplausible or DiagnosticIds.SamplesTooFew)
        {
            return new PreprocessingVerdict(Verdict.Inconclusive, []);
        }
    }

    private static ScanFindings Hold(ScanFindings findings, PreprocessingSummary preprocessing, PreprocessingVerdict runnerUp)
    {
        var known = findings with { Samples = findings.Samples with { Preprocessing = preprocessing with { RunnerUpVerdict = runnerUp.Verdict } } };
        return PreprocessingDoubt.Contradiction(preprocessing, VerdictOf(findings), runnerUp) is { } reason
            ? known.Withheld(reason)
            : known with { Conclusion = known.Conclusion.And(PreprocessingDoubt.Agreement(preprocessing, runnerUp)) };
    }

    private static PreprocessingVerdict VerdictOf(ScanFindings findings) => new(findings.Verdict, findings.InfectedTargets);
}
