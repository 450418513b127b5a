using ModelAssert.Artifacts;
using ModelAssert.EngineProcess;

namespace ModelAssert.Tool.Display;

/// <summary>The lines of the engine process, for a single scan.</summary>
internal sealed class JsonDisplay(TextWriter output) : IScanDisplay
{
    private const int OnlyRequest = 0;

    private readonly JsonLines lines = new(output);

    public T Watch<T>(ScanRequest request, Func<IProgress<ScanProgress>, T> scan) => scan(new JsonProgress(lines, OnlyRequest));

    public void Show(ScanReport report, ArtifactFolder folder) => lines.Write(new ReportMessage(OnlyRequest, report, folder.Path));

    public void Show(ModelAssertException error) => lines.Write(ErrorMessage.Of(OnlyRequest, error));
}
