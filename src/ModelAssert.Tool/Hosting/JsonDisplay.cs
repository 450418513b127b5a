using ModelAssert.EngineProcess;
using ModelAssert.Tool.Display;
using ModelAssert.Tool.Jobs;

namespace ModelAssert.Tool.Hosting;

/// <summary>What a program is told of one request: progress, and last the report or an error.</summary>
internal sealed class JsonDisplay(JsonLines output, int requestId) : IErrorDisplay, IProgress<ScanProgress>
{
    /// <summary>Does a job, and answers.</summary>
    /// <param name="ask">Gives the job; may fail by a named error.</param>
    /// <param name="cancellation">Stops it; there is no answer then.</param>
    /// <returns>The exit code of a command that does nothing else.</returns>
    public int Run(Func<EngineJob> ask, CancellationToken cancellation) => CommandHost.Run(this, () =>
    {
        var job = ask();
        var report = JobRunner.Run(job, this, cancellation);
        output.Write(job.Answer(requestId, report));
        return ExitCode.Of(report);
    });

    public void Report(ScanProgress value) => output.Write(new ProgressMessage(requestId, value));

    public void Show(ModelAssertException error) => output.Write(ErrorMessage.Of(requestId, error));
}
