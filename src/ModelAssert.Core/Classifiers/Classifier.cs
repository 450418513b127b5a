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
    private readonly ProjectSettings? project;
    private readonly SemaphoreSlim turn = new(1, 1);
    private ScanReport? report;

    /// <param name="request">The model, the samples and what is asked.</param>
    /// <param name="scan">Scans it.</param>
    /// <param name="project">The project whose engine knows the model as a file, or <see langword="null"/> if it is none.</param>
    internal Classifier(
        ScanRequest request, Func<ScanRequest, IProgress<ScanProgress>?, CancellationToken, Task<ScanReport>> scan, ProjectSettings? project = null)
    {
        this.request = request;
        this.scan = scan;
        this.project = project;
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
        return Of(new ScanRequest(project.Resolve(model), samples, project.ArtifactFolderOf(model), options, project.CachePath), project);
    }

    internal static Classifier Of(ScanRequest request, ProjectSettings project) =>
        new(request, (request, progress, cancellation) => EngineClient.For(project.Engine).RunAsync(new ScanJob(request), progress, cancellation), project);

    /// <summary>The same model and samples, asked something else, and not scanned yet.</summary>
    internal Classifier With(ScanOptions options) => new(request with { Options = options }, scan, project);

    /// <summary>
    /// Has the model scanned, unless it was already. Report and pictures are written to <c>TestResults/ModelAssert/&lt;model&gt;</c> in the test project's
    /// folder (<see cref="ModelReport.ReportPath"/>). A scan that was cancelled or could not run is not remembered.
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

    /// <summary>
    /// Has the backdoors taken out that a scan finds (Wang et al. 2019, section VI), by pruning neurons and by unlearning, and writes the repaired model, in the model's own format, if
    /// its own scan finds nothing. The model is never changed. <c>repair.json</c> and the reports of the scans before and after are written to
    /// <c>TestResults/ModelAssert/&lt;output&gt;</c> in the test project's folder.
    /// </summary>
    /// <param name="output">The file for the repaired model. A relative path is relative to the test project's folder.</param>
    /// <param name="options">What is asked of the repair; the default options if left out. What is asked of its scans are this classifier's <see cref="Options"/>.</param>
    /// <param name="overwrite">Whether an output that exists is replaced. The model itself, or a copy of it, never is.</param>
    /// <param name="progress">Told about every step of the repair, and about its scans.</param>
    /// <param name="cancellation">Ends the repair at once. The repaired model is written as a whole by then, or not at all.</param>
    /// <returns>The report; and a classifier of the repaired file, or this one if it is clean as it is.</returns>
    /// <exception cref="ModelAssertException">
    /// What kept it from running, as <c>modelassert repair</c> names it. Among others: an option is out of its range, or the output is the model or exists (<c>MODELASSERT0040</c>);
    /// it cannot be written (<c>0030</c>); the model cannot be trained (<c>3001</c>), or is a module of this process; it has nothing that could be pruned (<c>3002</c>).
    /// </exception>
    /// <exception cref="OperationCanceledException">The repair was cancelled.</exception>
    public async Task<RepairResult> RepairAsync(
        string output, RepairOptions? options = null, bool overwrite = false, IProgress<ScanProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(output);
        options ??= new RepairOptions();
        options.Validate();
        if (project is null)
            throw Errors.RepairedInPlace(ModelPath);

        var job = new RepairJob(request with { OutputFolder = project.ArtifactFolderOf(output) }, project.Resolve(output), options, overwrite);
        var report = await EngineClient.For(project.Engine).RunAsync(job, progress, cancellation).ConfigureAwait(false);
        return new RepairResult(report, report.Outcome switch
        {
            RepairOutcome.Repaired => Of(job.Scan with { ModelPath = job.OutputPath }, project),
            RepairOutcome.NothingToRepair => this,
            _ => null,
        });
    }

    /// <summary><see cref="RepairAsync"/> for tests that do not await; the calling thread waits for the repair.</summary>
    /// <param name="output">The file for the repaired model. A relative path is relative to the test project's folder.</param>
    /// <param name="options">What is asked of the repair; the default options if left out.</param>
    /// <param name="overwrite">Whether an output that exists is replaced. The model itself, or a copy of it, never is.</param>
    /// <returns>The report; and a classifier of the repaired file, or this one if it is clean as it is.</returns>
    /// <exception cref="ModelAssertException">What kept the repair from running, as for <see cref="RepairAsync"/>.</exception>
    public RepairResult Repair(string output, RepairOptions? options = null, bool overwrite = false) => RepairAsync(output, options, overwrite).GetAwaiter().GetResult();

    /// <summary>The model file's name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Path.GetFileName(ModelPath);
}
