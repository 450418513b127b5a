using ModelAssert.Artifacts;
using ModelAssert.EngineProcess;
using Xunit;

namespace ModelAssert.Xunit;

/// <summary>Hangs the artifacts on the test.</summary>
internal static class Attachments
{
    public static void Add(ITestContext test, ReportMessage answer)
    {
        Add(test, Path.Combine(answer.Folder, ArtifactFolder.ReportFileName), "application/json");
        foreach (var picture in answer.Report.Labels.SelectMany(label => label.TriggerFiles?.All() ?? []))
            Add(test, Path.Combine(answer.Folder, picture), "image/png");
    }

    /// <summary>Without the extension: runners add the one of the media type, and some add it to a name that has it already.</summary>
    private static void Add(ITestContext test, string file, string mediaType) =>
        test.AddAttachment(Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file), replaceExistingValue: true, mediaType);
}
