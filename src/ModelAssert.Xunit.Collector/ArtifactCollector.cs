using System.Xml;
using Microsoft.VisualStudio.TestPlatform.ObjectModel.DataCollection;

namespace ModelAssert.Xunit;

/// <summary>
/// A VSTest data collector: hands the test host a folder, takes the files that a test left there when the test ends, and attaches them. xunit v2 has no way to
/// attach files itself.
/// </summary>
[DataCollectorFriendlyName("ModelAssert Artifacts")]
[DataCollectorTypeUri("datacollector://modelassert/artifacts/1")]
public sealed class ArtifactCollector : DataCollector, ITestExecutionEnvironmentSpecifier
{
    private const string Variable = "MODELASSERT_ATTACHMENTS";

    private readonly string root = Path.Combine(Path.GetTempPath(), "modelassert-attachments-" + Guid.NewGuid().ToString("N"));
    private DataCollectionSink? sink;

    /// <inheritdoc />
    public override void Initialize(
        XmlElement? configurationElement, DataCollectionEvents events, DataCollectionSink dataSink, DataCollectionLogger logger,
        DataCollectionEnvironmentContext? environmentContext)
    {
        Directory.CreateDirectory(root);
        sink = dataSink;
        events.TestCaseEnd += Attach;
        events.SessionEnd += (_, e) => RemoveFolder(logger, e.Context);
    }

    /// <inheritdoc />
    public IEnumerable<KeyValuePair<string, string>> GetTestExecutionEnvironmentVariables() => [new(Variable, root)];

    private void Attach(object? sender, TestCaseEndEventArgs e)
    {
        var folder = Path.Combine(root, AttachmentKey.Of(e.TestElement?.DisplayName ?? ""));
        if (!Directory.Exists(folder))
            return;

        foreach (var file in Directory.GetFiles(folder))
            sink!.SendFileAsync(new FileTransferInformation(e.Context, file, deleteFile: false));
    }

    /// <summary>Files still on their way to the results folder are copied by now: the session's end waits for them.</summary>
    private void RemoveFolder(DataCollectionLogger logger, DataCollectionContext session)
    {
        try
        {
            Directory.Delete(root, recursive: true);
        }
        catch (IOException e)
        {
            logger.LogWarning(session, $"{root} cannot be removed: {e.Message}");
        }
    }
}
