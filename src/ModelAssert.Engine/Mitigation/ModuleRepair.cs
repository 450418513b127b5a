using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Classifiers.Modules;
using ModelAssert.Engine.Scanning;
using ModelAssert.EngineProcess;
using TorchSharp;

namespace ModelAssert.Engine.Mitigation;

/// <summary>TorchSharp modules that live in this process, repaired in place: scanned, repaired and scanned again as model files are, with the same report.</summary>
public static class ModuleRepair
{
    /// <summary>
    /// Repairs a module (Wang et al. 2019, section VI). Its parameters are overwritten only if the repair passed, all of them or none; buffers never are. Meanwhile other weights come and
    /// go in it, so nobody else may use it.
    /// </summary>
    /// <param name="name">What the model is called in messages, and what the folder of its artifacts is called.</param>
    /// <param name="module">
    /// Takes images <c>[N, C, H, W]</c>, float32, and gives logits <c>[N, labels]</c>, on the processor. Stays the caller's; in evaluation mode, frozen, while it is repaired, and in its
    /// own mode again after. Parameters that are frozen are repaired too.
    /// </param>
    /// <param name="inputShape">The shape of one image.</param>
    /// <param name="cleanSamples">Clean, correctly labelled samples, as for <see cref="Classifier.Load"/>. A relative path is relative to the test project's folder.</param>
    /// <param name="scan">What is asked of its scans; the default options if left out.</param>
    /// <param name="repair">What is asked of the repair; the default options if left out.</param>
    /// <param name="project">The test project; the one whose tests this process runs if left out.</param>
    /// <param name="progress">Told about every step of the repair, and about its scans, from several threads.</param>
    /// <param name="cancellation">Stops the repair; the module is as it was then.</param>
    /// <returns>The report, which is written as <c>repair.json</c>. Scan the module again, with <see cref="ModuleScan"/>, to assert on it.</returns>
    /// <exception cref="ModelAssertException">
    /// Something kept a scan from running; the module has no parameters in float32 (<c>MODELASSERT3001</c>) or nothing that could be pruned (<c>3002</c>); an option is out of its range
    /// (<c>0040</c>). The module is as it was.
    /// </exception>
    /// <exception cref="OperationCanceledException">The repair was stopped.</exception>
    public static Task<RepairReport> RunAsync(
        string name, torch.nn.Module<torch.Tensor, torch.Tensor> module, ImageShape inputShape, string cleanSamples, ScanOptions? scan = null, RepairOptions? repair = null,
        ProjectSettings? project = null, IProgress<ScanProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(module);
        (scan, repair, project) = (scan ?? new ScanOptions(), repair ?? new RepairOptions(), project ?? ProjectSettings.OfThisProcess());
        scan.Validate();
        repair.Validate();
        var request = new ScanRequest(name, project.Resolve(cleanSamples), project.ArtifactFolderOf(name), scan);
        return Task.Run(() => Run(request, module, inputShape, repair, progress, cancellation), cancellation);
    }

    private static RepairReport Run(
        ScanRequest scan, torch.nn.Module<torch.Tensor, torch.Tensor> module, ImageShape inputShape, RepairOptions options, IProgress<ScanProgress>? progress,
        CancellationToken cancellation)
    {
        progress?.Report(new ScanProgress(ScanStage.Loading));
        using var shared = new SharedModule(module, inputShape);
        using var drafts = new ModuleDrafts(shared, Open, Identify);
        using var network = Open(shared.Original);
        var model = new NetworkToScan(network, Identify(), scan.Options.Description, Cache: null);
        var report = new ModelRepair(new RepairRequest(scan, options, drafts), new RepairProgress(progress)).Run(model, cancellation);
        drafts.Settle();
        return report;

        DifferentiableClassifier Open(ModuleState state) => DescribedClassifier.Of(new ModuleNetwork(shared, state), scan.Options.Description, scan.ModelPath);

        ModelIdentity Identify() => new(scan.ModelPath, ModuleDigest.Of(module));
    }
}
