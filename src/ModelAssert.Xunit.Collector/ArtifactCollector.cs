using System.Globalization;
using System.Xml;
using Microsoft.VisualStudio.TestPlatform.ObjectModel.DataCollection;

namespace ModelAssert.Xunit;

/// <summary>
/// A VSTest data collector: hands the test host a folder, takes the files that a test left there when the test ends, and attaches them. xunit v2 has no way to
/// attach files itself. While a long scan runs, it says now and then where that is.
/// </summary>
[DataCollectorFriendlyName("ModelAssert Artifacts")]
[DataCollectorTypeUri("datacollector://modelassert/artifacts/1")]
public sealed class ArtifactCollector : DataCollector, ITestExecutionEnvironmentSpecifier
{
    /// <summary>The collector's setting for the time between echoes, in seconds: <c>--collect "ModelAssert Artifacts;EchoSeconds=60"</c>.</summary>
    private const string EchoSecondsSetting = "EchoSeconds";

    private const double DefaultEchoSeconds = 30;

    private const double LongestEcho = 24 * 60 * 60;

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

        var scans = new ScanEchoes(root);
        var interval = TimeSpan.FromSeconds(EchoSeconds(configurationElement));
        Timer? timer = null;
        events.SessionStart += (_, e) => timer = new Timer(_ => Echo(scans), null, interval, interval);
        events.SessionEnd += (_, e) =>
        {
            timer?.Dispose();
            RemoveFolder(logger, e.Context);
        };
    }

    /// <inheritdoc />
    public IEnumerable<KeyValuePair<string, string>> GetTestExecutionEnvironmentVariables() => [new(CollectorFolder.Variable, root)];

    private static double EchoSeconds(XmlElement? configuration) =>
        configuration?[EchoSecondsSetting]?.InnerText is not { } text ? DefaultEchoSeconds
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= LongestEcho ? seconds
        : throw new ArgumentException($"{EchoSecondsSetting} is '{text}'. Give a number of seconds above 0, at most a day, such as 30.");

    /// <summary>
    /// Standard output of this process is that of <c>dotnet test</c>, at every verbosity. The logger's warnings would not do: VSTest reads them at the end of the run.
    /// </summary>
    private static void Echo(ScanEchoes scans)
    {
        try
        {
            foreach (var line in scans.Hear())
                Console.WriteLine("ModelAssert: " + line);
        }
        catch (IOException)
        {
            // The session has just ended, and the folder is gone.
        }
    }

    private void Attach(object? sender, TestCaseEndEventArgs e)
    {
        var folder = Path.Combine(root, CollectorFolder.AttachmentsOf(e.TestElement?.DisplayName ?? ""));
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
