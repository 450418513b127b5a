namespace ModelAssert.Xunit;

/// <summary>
/// Lays the latest line of a scan where the data collector finds it, which says it aloud now and then: <c>dotnet test</c> shows nothing else of a running test. Does
/// nothing where the collector is not on, and costs no test where it fails.
/// </summary>
/// <param name="root">The collector's folder, or <see langword="null"/> where it is not on.</param>
internal sealed class ScanEcho(string? root) : IDisposable
{
    private readonly string? file = root is null ? null : Path.Combine(root, CollectorFolder.ScanPrefix + Guid.NewGuid().ToString("N"));

    public void Say(string line) => Try(file =>
    {
        using var writer = new StreamWriter(new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));
        writer.Write(line);
    });

    public void Dispose() => Try(File.Delete);

    private void Try(Action<string> action)
    {
        if (file is null)
            return;

        try
        {
            action(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The run goes on in silence.
        }
    }
}
