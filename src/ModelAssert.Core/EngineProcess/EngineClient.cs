using System.Collections.Concurrent;
using ModelAssert.Artifacts;

namespace ModelAssert.EngineProcess;

/// <summary>
/// The fronts' side of the engine process: starts it when the first job is asked for, keeps it for the next ones, and takes it down with this
/// process. Model files are untrusted and libtorch is half a gigabyte of native code; neither comes into a test host.
/// </summary>
internal sealed class EngineClient : IDisposable
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

    /// <summary>Has a job done. Jobs wait for each other: one uses every core already. Progress goes to <c>progress.txt</c> in the output folder, too.</summary>
    /// <param name="job">What to do.</param>
    /// <param name="progress">Told about every stage and step.</param>
    /// <param name="cancellation">Ends the engine process at once. A file that the job makes of the model is written as a whole by then, or not at all.</param>
    /// <returns>The report. It lies at its <see cref="ModelReport.ReportPath"/>, with the other artifacts beside it.</returns>
    /// <exception cref="ModelAssertException">
    /// The job could not run; <c>MODELASSERT0003</c>: there is no engine, or one of another version; <c>MODELASSERT0004</c>: it ended, hung or spoke nonsense.
    /// </exception>
    /// <exception cref="OperationCanceledException">The job was cancelled.</exception>
    public async Task<TReport> RunAsync<TReport>(EngineJob<TReport> job, IProgress<ScanProgress>? progress = null, CancellationToken cancellation = default)
        where TReport : ModelReport
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await AskAsync(job, progress, cancellation).ConfigureAwait(false);
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

    /// <summary>Ends the engine process.</summary>
    public void Dispose() => Stop();

    private async Task<TReport> AskAsync<TReport>(EngineJob<TReport> job, IProgress<ScanProgress>? progress, CancellationToken cancellation)
        where TReport : ModelReport
    {
        using var file = new ProgressFile(job.Scan, TimeProvider.System);
        var id = ++lastId;
        var engine = await SendAsync(EngineRequest.Of(id, job), cancellation).ConfigureAwait(false);
        while (true)
        {
            switch (await engine.ReceiveAsync(SilenceLimit, cancellation).ConfigureAwait(false))
            {
                case ProgressMessage message when message.Id == id:
                    file.Report(message.Progress);
                    progress?.Report(message.Progress);
                    break;
                case AnswerMessage<TReport> message when message.Id == id:
                    file.End(message.Report);
                    return message.Report.In(message.Folder);
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
