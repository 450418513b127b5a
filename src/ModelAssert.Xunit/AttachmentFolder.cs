using ModelAssert.Gates;

namespace ModelAssert.Xunit;

/// <summary>
/// xunit v2 cannot attach files itself. Where the package's VSTest data collector is on, it names a folder by an environment variable, takes what lies there for a
/// test, and attaches it. Elsewhere the files are on disk all the same, and the failure message says where.
/// </summary>
internal static class AttachmentFolder
{
    /// <summary>Lays a test's artifacts out for the collector, if it is on.</summary>
    public static void Offer(string testName, GateOutcome outcome)
    {
        if (CollectorFolder.OfThisProcess is not { } root)
            return;

        var folder = Directory.CreateDirectory(Path.Combine(root, CollectorFolder.AttachmentsOf(testName))).FullName;
        foreach (var file in outcome.Attachments)
            File.Copy(file.Path, Path.Combine(folder, Path.GetFileName(file.Path)), overwrite: true);
    }
}
