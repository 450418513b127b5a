using System.Text;
using ModelAssert.Artifacts;

namespace ModelAssert.Reporting;

/// <summary>Writes the artifacts of a scan, the report last: where there is a report, everything it names is there.</summary>
public static class ReportWriter
{
    /// <summary>Writes pictures of the flagged labels, every trigger as arrays, and the report.</summary>
    /// <param name="folder">Where to. What an earlier scan left there is removed first.</param>
    /// <param name="report">The report; the labels in it that have <see cref="LabelResult.TriggerFiles"/> get their pictures.</param>
    /// <param name="triggers">The reversed triggers of all labels of the report.</param>
    /// <param name="examples">Clean samples to show triggers on.</param>
    /// <returns>The report's full path.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0030</c>: a file cannot be written.</exception>
    public static string Write(ArtifactFolder folder, ScanReport report, IReadOnlyList<Trigger> triggers, IReadOnlyList<ExampleImage> examples)
    {
        folder.RemoveOldArtifacts();
        foreach (var label in report.Labels)
        {
            if (label.TriggerFiles is not { } files)
                continue;

            var trigger = triggers.Single(candidate => candidate.TargetLabel == label.Label);
            folder.Write(files.Mask, stream => TriggerPictures.WriteMask(stream, trigger));
            folder.Write(files.Trigger, stream => TriggerPictures.WriteTrigger(stream, trigger));
            folder.Write(files.Overlay, stream => TriggerPictures.WriteOverlay(stream, trigger, examples));
        }

        folder.Write(ArtifactFolder.TriggersFileName, stream => TriggerArchive.Write(stream, triggers));
        return folder.Write(ArtifactFolder.ReportFileName, stream => stream.Write(Encoding.UTF8.GetBytes(ReportJson.Serialize(report))));
    }
}
