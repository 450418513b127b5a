using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Preflight;
using ModelAssert.Engine.Samples;
using ModelAssert.Engine.Scanning;

namespace ModelAssert.Engine.Mitigation;

/// <summary>The scans that a mitigation begins and ends with.</summary>
/// <param name="request">How they are done.</param>
/// <param name="watcher">Shows how they go.</param>
internal sealed class MitigationScan(ScanRequest request, IRepairWatcher watcher)
{
    /// <summary>Checks samples on the model as it came. The caller disposes of them.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0040</c>: the triggers of labels, which every mitigation works on, are not asked for; or something would keep a scan from running.</exception>
    public FitSamples Fit(NetworkToScan model, CleanSamples samples)
    {
        request.Options.RequireTriggers();
        return ScannerOf(model.Network, model.Cache).Fit(samples, request.SamplesPath, OptionsOf(model));
    }

    /// <summary>Scans the model as it came.</summary>
    public ScanFindings Run(NetworkToScan model, CleanSamples samples, FitSamples fit, CancellationToken cancellation) =>
        watcher.Watch(progress => new GuardedScan(ScannerOf(model.Network, model.Cache), samples, request.SamplesPath).Run(fit, OptionsOf(model), progress, cancellation));

    /// <summary>Scans what was made of the model. Nothing of it is remembered.</summary>
    /// <param name="network">What was made of it.</param>
    /// <param name="model">The model as it came.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="preprocessing">What the model takes images with. It is not looked for again: a network that was trained on may get by with another one too.</param>
    /// <param name="cancellation">Stops the scan.</param>
    public (ScanFindings Findings, ScanTiming Timing) Run(
        DifferentiableClassifier network, NetworkToScan model, CleanSamples samples, Preprocessing preprocessing, CancellationToken cancellation)
    {
        var spent = new ScanClock();
        var options = OptionsOf(model with { Description = preprocessing.StateIn(model.Description) });
        var findings = watcher.Watch(progress => ScannerOf(network, cache: null).Scan(samples, request.SamplesPath, options, progress, cancellation));
        return (findings, spent.Elapsed);
    }

    /// <summary>Reverses the trigger of an infected label from other starts.</summary>
    public TriggerStarts StartsAround(DifferentiableClassifier network, Trigger found, PreparedSamples samples, CancellationToken cancellation) =>
        TriggerStarts.Around(network, found, samples, request.Options, cancellation, GoesOn($"reversing other triggers of label {found.TargetLabel}"));

    /// <summary>Who attacks what is made of the model.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="findings">The scan of the model as it came, which found it infected.</param>
    public Adversary AdversaryOf(PreparedSamples samples, ScanFindings findings) =>
        new(samples, findings.Labels!.Judgement.MedianNorm!.Value, request.Options.Seed, GoesOn("reversing triggers in the repaired model"));

    private Action GoesOn(string message)
    {
        var gate = new Lock();
        return () =>
        {
            lock (gate)
                watcher.GoesOn(message);
        };
    }

    private BackdoorScanner ScannerOf(DifferentiableClassifier network, ScanCache? cache) => new(network, cache) { MaximumThreads = request.Threads ?? Environment.ProcessorCount };

    /// <summary>The options of all scans here.</summary>
    private ScanOptions OptionsOf(NetworkToScan model) => request.Options with { Description = model.Description };
}
