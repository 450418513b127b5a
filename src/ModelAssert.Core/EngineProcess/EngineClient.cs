using System.Collections.Concurrent;
using ModelAssert.Artifacts;

namespace ModelAssert.EngineProcess;

/// <summary>
/// The fronts' side of the engine process: starts it when the first scan is asked for, keeps it for the next ones, and takes it down with this
/// process. Model files are untrusted and libtorch is half a gigabyte of native code; neither comes into a test host.
/// </summary>
public sealed class EngineClient : IDisposable
{
    private static readonly ConcurrentDictionary<EngineLocation, EngineClient> Shared = new();

    private readonly EngineLocation location;
    private readonly SemaphoreSlim turn = new(1, 1);
    private EngineHost? host;
    private int lastId;

    private EngineClient(EngineLocation location) => this.location = location;

    /// <summary>How long the engine may say nothing before it is taken to hang, and ended. It reports every step of every label.</summary>
    /// <value>The default is ten minutes.</value>
    public TimeSpan SilenceLimit { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The client of an engine, one for all tests of this process.</summary>
    /// <param name="location">Where the engine is.</param>
    /// <returns>The client; it lives as long as the process.</returns>
    public static EngineClient For(EngineLocation location) => Shared.GetOrAdd(location, static location =>
    {
        var client = new EngineClient(location);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => client.Dispose();
        return client;
    });

    /// <summary>Has a model scanned. Scans wait for each other: one uses every core already. Progress goes to <c>progress.txt</c> in the output folder, too.</summary>
    /// <param name="request">What to scan.</param>
    /// <param name="progress">Told about every stage and step.</param>
    /// <param name="cancellation">Ends the engine process at once.</param>
    /// <returns>The report and the folder with the artifacts.</returns>
    /// <exception cref="ModelAssertException">
    /// The scan could not run; <c>MODELASSERT0003</c>: there is no engine, or one of another version; <c>MODELASSERT0004</c>: it ended, hung or spoke nonsense.
    /// </exception>
    /// <exception cref="OperationCanceledException">The scan was cancelled.</exception>
    public async Task<ReportMessage> ScanAsync(ScanRequest request, IProgress<ScanProgress>? progress = null, CancellationToken cancellation = default)
    {
        var answer = (ReportMessage)await InTurnAsync(new EngineRequest(0, request), progress, cancellation).ConfigureAwait(false);
        return answer with { Report = answer.Report with { ReportPath = Path.Combine(answer.Folder, ArtifactFolder.HtmlReportFileName) } };
    }

    /// <summary>Has the gate tested on copies of a model that are infected on purpose. Waits and is waited for as scans are.</summary>
    /// <param name="request">The model, the samples, and what is asked of every scan.</param>
    /// <param name="asked">Which patches are planted.</param>
    /// <param name="progress">Told about every outcome, and that work goes on.</param>
    /// <param name="cancellation">Ends the engine process at once.</param>
    /// <returns>The report and the folder with the artifacts.</returns>
    /// <exception cref="ModelAssertException">As for <see cref="ScanAsync"/>.</exception>
    /// <exception cref="OperationCanceledException">The self-test was cancelled.</exception>
    public async Task<SelfTestMessage> SelfTestAsync(
        ScanRequest request, SelfTestOptions asked, IProgress<ScanProgress>? progress = null, CancellationToken cancellation = default)
    {
        var answer = (SelfTestMessage)await InTurnAsync(new EngineRequest(0, request) { SelfTest = asked }, progress, cancellation).ConfigureAwait(false);
        return answer with { Report = answer.Report with { ReportPath = Path.Combine(answer.Folder, ArtifactFolder.SelfTestFileName) } };
    }

    /// <summary>Has a model repaired. Waits and is waited for as scans are.</summary>
    /// <param name="request">The model, the samples, what is asked of every scan, and the folder for the reports.</param>
    /// <param name="order">Where the repaired model goes, and what is asked of the repair.</param>
    /// <param name="progress">Told about every step of the repair, and about its scans.</param>
    /// <param name="cancellation">Ends the engine process at once. The repaired model is written as a whole by then, or not at all.</param>
    /// <returns>The report and the folder with the artifacts.</returns>
    /// <exception cref="ModelAssertException">
    /// As for <see cref="ScanAsync"/>; the model cannot be trained (<c>MODELASSERT3001</c>) or has nothing to prune (<c>3002</c>); the output is the model, or exists
    /// (<c>0040</c>), or cannot be written (<c>0030</c>).
    /// </exception>
    /// <exception cref="OperationCanceledException">The repair was cancelled.</exception>
    public async Task<RepairMessage> RepairAsync(
        ScanRequest request, RepairOrder order, IProgress<ScanProgress>? progress = null, CancellationToken cancellation = default)
    {
        var answer = (RepairMessage)await InTurnAsync(new EngineRequest(0, request) { Repair = order }, progress, cancellation).ConfigureAwait(false);
        return answer with { Report = answer.Report with { ReportPath = Path.Combine(answer.Folder, ArtifactFolder.RepairReportFileName) } };
    }

    /// <summary>Ends the engine process.</summary>
    public void Dispose() => Stop();

    private async Task<EngineMessage> InTurnAsync(EngineRequest request, IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await AskAsync(request, progress, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not ModelAssertException { Id: not DiagnosticIds.EngineFailed })
        {
            // Cancelled, ended or out of step: a fresh engine answers the next request.
            Stop();
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<EngineMessage> AskAsync(EngineRequest request, IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        using var file = new ProgressFile(request.Scan, TimeProvider.System);
        var id = ++lastId;
        var engine = await SendAsync(request with { Id = id }, cancellation).ConfigureAwait(false);
        while (true)
        {
            switch (await engine.ReceiveAsync(SilenceLimit, cancellation).ConfigureAwait(false))
            {
                case ProgressMessage message when message.Id == id:
                    file.Report(message.Progress);
                    progress?.Report(message.Progress);
                    break;
                case ReportMessage message when message.Id == id && request is { SelfTest: null, Repair: null }:
                    file.End(message.Report.Verdict);
                    return message;
                case SelfTestMessage message when message.Id == id && request.SelfTest is not null:
                    file.End(message.Report);
                    return message;
                case RepairMessage message when message.Id == id && request.Repair is not null:
                    file.End(message.Report);
                    return message;
                case ErrorMessage message when message.Id == id:
                    throw message.ToException();
                default:
                    throw engine.Failed("The engine answered out of turn.");
            }
        }
    }

    /// <summary>Sends a request to the running engine, or to a new one: at once, so that it travels while the engine starts.</summary>
    private async Task<EngineHost> SendAsync(EngineRequest request, CancellationToken cancellation)
    {
        if (host is { } running)
        {
            await running.SendAsync(request, cancellation).ConfigureAwait(false);
            return running;
        }

        var starting = EngineHost.Start(location);
        try
        {
            await starting.SendAsync(request, cancellation).ConfigureAwait(false);
            await starting.WaitForHelloAsync(location.EnginePath, SilenceLimit, cancellation).ConfigureAwait(false);
        }
        catch
        {
            starting.Dispose();
            throw;
        }

        return host = starting;
    }

    private void Stop() => Interlocked.Exchange(ref host, null)?.Dispose();
}
