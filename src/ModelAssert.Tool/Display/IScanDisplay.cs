using ModelAssert.Artifacts;

namespace ModelAssert.Tool.Display;

/// <summary>How a scan is shown: to a person, or to a program.</summary>
internal interface IScanDisplay
{
    /// <summary>Runs a scan and shows how it goes.</summary>
    T Watch<T>(ScanRequest request, Func<IProgress<ScanProgress>, T> scan);

    void Show(ScanReport report, ArtifactFolder folder);

    void Show(ModelAssertException error);
}
