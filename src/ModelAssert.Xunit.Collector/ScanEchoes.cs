namespace ModelAssert.Xunit;

/// <summary>
/// The latest lines of the scans that run. A scan is heard only if it was there at the last hearing too: quick ones are not worth a warning, and without a scan
/// there is silence.
/// </summary>
/// <param name="folder">The collector's folder.</param>
internal sealed class ScanEchoes(string folder)
{
    private HashSet<string> known = [];

    /// <summary>Called once in a while.</summary>
    /// <returns>A line for each scan that was running at the last call and still is.</returns>
    public IReadOnlyList<string> Hear()
    {
        var running = Directory.GetFiles(folder, CollectorFolder.ScanPrefix + "*");
        var lines = running.Where(known.Contains).Select(LineIn).OfType<string>().ToList();
        known = [.. running];
        return lines;
    }

    private static string? LineIn(string file)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return reader.ReadLine();
        }
        catch (IOException)
        {
            // The scan has just ended.
            return null;
        }
    }
}
