using System.Globalization;
using System.Text;

namespace ModelAssert.Artifacts;

/// <summary>
/// <c>progress.txt</c> in the folder of the report, written while the scan runs: most runners show nothing of a test before it ends. Begins anew with the first
/// sign of life. It is a convenience: where it cannot be written, it is not, and the scan goes on.
/// </summary>
internal sealed class ProgressFile : IProgress<ScanProgress>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ScanRequest request;
    private readonly TimeProvider clock;
    private readonly ProgressLines lines;
    private readonly long start;
    private StreamWriter? writer;
    private bool isOver;

    public ProgressFile(ScanRequest request, TimeProvider clock)
    {
        this.request = request;
        this.clock = clock;
        start = clock.GetTimestamp();
        lines = new ProgressLines(WriteLine, Patience, clock);
    }

    public void Report(ScanProgress value) => lines.Report(value);

    /// <summary>Writes what it came to, the last line.</summary>
    public void End(ModelReport report)
    {
        WriteLine(report.InOneLine);
        Close();
    }

    /// <summary>A scan whose end was not told had none worth the name.</summary>
    public void Dispose()
    {
        if (writer is not null)
            WriteLine("ended without a verdict");
        Close();
    }

    private void WriteLine(string line)
    {
        if (isOver)
            return;

        try
        {
            writer ??= Open();
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.GetElapsedTime(start).TotalSeconds,7:0.0} s  {line}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Close();
        }
    }

    private StreamWriter Open()
    {
        Directory.CreateDirectory(request.OutputFolder);
        var path = Path.Combine(request.OutputFolder, ArtifactFile.Progress.Name);
        var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        var opened = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        opened.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{PlainText.OneLine(request.ModelPath)}, profile {request.Options.Profile.ToName()}, seed {request.Options.Seed}, {clock.GetUtcNow():yyyy-MM-dd HH:mm:ss}Z"));
        return opened;
    }

    private void Close()
    {
        isOver = true;
        try
        {
            writer?.Dispose();
        }
        catch (IOException)
        {
            // The last flush failed; every line was flushed before.
        }

        writer = null;
    }
}
