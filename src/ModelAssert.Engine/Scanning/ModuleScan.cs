using ModelAssert.Artifacts;
using ModelAssert.Engine.Classifiers;
using ModelAssert.EngineProcess;
using TorchSharp;

namespace ModelAssert.Engine.Scanning;

/// <summary>TorchSharp modules that live in this process, as tests speak of models: scanned here, by the same scanner, with the same report.</summary>
public static class ModuleScan
{
    /// <summary>Describes a module. It is scanned when the description is, in this process; nothing is cached, since a digest of weights says nothing of the module's code.</summary>
    /// <param name="name">What the model is called in messages, and what the folder of its artifacts is called.</param>
    /// <param name="module">The module, with its weights loaded; stays the caller's and is in evaluation mode, frozen, while it is scanned.</param>
    /// <param name="inputShape">The shape of one image.</param>
    /// <param name="cleanSamples">Clean, correctly labelled samples, as for <see cref="Classifier.Load"/>. A relative path is relative to the test project's folder.</param>
    /// <param name="options">What is asked of a scan; the default options if left out.</param>
    /// <param name="project">The test project; the one whose tests this process runs if left out.</param>
    /// <returns>The description: <c>model.Should().NotHaveInfectedLabels()</c>, or what a <c>ModelProvider</c> returns.</returns>
    /// <exception cref="ModelAssertException">
    /// <c>MODELASSERT0003</c>: the test project cannot be found; <c>MODELASSERT0040</c>: an option is out of its range.
    /// </exception>
    public static Classifier Describe(
        string name, torch.nn.Module<torch.Tensor, torch.Tensor> module, ImageShape inputShape, string cleanSamples, ScanOptions? options = null, ProjectSettings? project = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(module);
        options ??= new ScanOptions();
        options.Validate();
        project ??= ProjectSettings.OfThisProcess();
        var request = new ScanRequest(name, project.Resolve(cleanSamples), project.ArtifactFolderOf(name), options);
        return new Classifier(request, (asked, progress, cancellation) => Task.Run(() => Scan(asked, module, inputShape, progress, cancellation), cancellation));
    }

    private static ScanReport Scan(
        ScanRequest request, torch.nn.Module<torch.Tensor, torch.Tensor> module, ImageShape inputShape, IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        var clock = new ScanClock();
        var folder = ArtifactFolder.Open(request.OutputFolder);
        progress?.Report(new ScanProgress(ScanStage.Loading));
        using var network = DescribedClassifier.Of(new ModuleClassifier(module, inputShape), request.Options.Description, request.ModelPath);
        var model = new NetworkToScan(network, new ModelIdentity(request.ModelPath, ModuleDigest.Of(module)), request.Options.Description, Cache: null);
        return NetworkScan.Run(request, model, folder, clock, progress, cancellation);
    }
}
