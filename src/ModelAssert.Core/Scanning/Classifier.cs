using System.Diagnostics.CodeAnalysis;
using ModelAssert.EngineProcess;

namespace ModelAssert;

/// <summary>
/// An image classifier as a test speaks of it: a model file, the clean samples to scan it with, and what is asked. A description, cheap to make; it owns
/// nothing that must be disposed. The engine process loads the model when a scan is asked for, and the answer is remembered: a classifier is scanned once.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore needs disposal only once its wait handle was asked for, and this one's never is.")]
public sealed class Classifier
{
    private readonly ScanRequest request;
    private readonly Func<ScanRequest, IProgress<ScanProgress>?, CancellationToken, Task<ScanReport>> scan;
    private readonly SemaphoreSlim turn = new(1, 1);
    private ScanReport? report;

    internal Classifier(ScanRequest request, Func<ScanRequest, IProgress<ScanProgress>?, CancellationToken, Task<ScanReport>> scan)
    {
        this.request = request;
        this.scan = scan;
    }

    /// <summary>The model file, a full path.</summary>
    public string ModelPath => request.ModelPath;

    /// <summary>The clean samples, a full path.</summary>
    public string CleanSamplesPath => request.SamplesPath;

    /// <summary>What a scan is asked.</summary>
    public ScanOptions Options => request.Options;

    /// <summary>Describes a classifier. The model is not opened yet.</summary>
    /// <param name="model">The model file. A relative path is relative to the test project's folder.</param>
    /// <param name="cleanSamples">
    /// Clean, correctly labelled samples: an <c>.npz</c> or <c>.safetensors</c> file with <c>x</c> and <c>y</c>, MNIST IDX files, CIFAR batches, a folder of
    /// pictures with one sub-folder per label or as GTSRB is shipped, or a zip of any of these. A relative path is relative to the test project's folder.
    /// By default those that the description beside the model names.
    /// </param>
    /// <param name="options">What is asked of a scan; the default options if left out.</param>
    /// <param name="project">The test project; the one whose tests this process runs if left out.</param>
    /// <returns>The description.</returns>
    /// <exception cref="ModelAssertException">
    /// <c>MODELASSERT0003</c>: the test project cannot be found; <c>MODELASSERT0019</c>: the description beside the model is illegal; <c>MODELASSERT0040</c>: an option is
    /// out of its range; <c>MODELASSERT0041</c>: no samples are named.
    /// </exception>
    public static Classifier Load(string model, string? cleanSamples = null, ScanOptions? options = null, ProjectSettings? project = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        options ??= new ScanOptions();
        options.Validate();
        project ??= ProjectSettings.OfThisProcess();
        var samples = cleanSamples is not null ? project.Resolve(cleanSamples) : ModelDescription.SamplesOf(project.Resolve(model)) ?? throw Errors.NotDeclared(model);
        return Of(new ScanRequest(project.Resolve(model), samples, project.ArtifactFolderOf(model), options, project.CachePath), project.Engine);
    }

    internal static Classifier Of(ScanRequest request, EngineLocation engine) => new(
        request,
        async (request, progress, cancellation) => (await EngineClient.For(engine).ScanAsync(request, progress, cancellation).ConfigureAwait(false)).Report);

    /// <summary>The same model and samples, asked something else, and not scanned yet.</summary>
    internal Classifier With(ScanOptions options) => new(request with { Options = options }, scan);

    /// <summary>
    /// Has the model scanned, unless it was already. Report and pictures are written to <c>TestResults/ModelAssert/&lt;model&gt;</c> in the test project's
    /// folder (<see cref="ScanReport.ReportPath"/>). A scan that was cancelled or could not run is not remembered.
    /// </summary>
    /// <param name="progress">Told about every stage and step; about nothing if the report is there already.</param>
    /// <param name="cancellation">Ends the scan at once.</param>
    /// <returns>The report, the same one every time.</returns>
    /// <exception cref="ScanNotRunException">The scan could not run; its <see cref="ModelAssertException.Id"/> says why.</exception>
    /// <exception cref="OperationCanceledException">The scan was cancelled.</exception>
    public async Task<ScanReport> ScanAsync(IProgress<ScanProgress>? progress = null, CancellationToken cancellation = default)
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return report ??= await scan(request, progress, cancellation).ConfigureAwait(false);
        }
        catch (ModelAssertException e)
        {
            throw new ScanNotRunException(ModelPath, e);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary><see cref="ScanAsync"/> for tests that do not await; the calling thread waits for the scan.</summary>
    /// <returns>The report, the same one every time.</returns>
    /// <exception cref="ScanNotRunException">The scan could not run; its <see cref="ModelAssertException.Id"/> says why.</exception>
    public ScanReport Scan() => ScanAsync().GetAwaiter().GetResult();

    /// <summary>The model file's name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Path.GetFileName(ModelPath);
}
