namespace ModelAssert.Xunit.Tests;

/// <summary>The test host's and the collector's side of an echo, on the same folder.</summary>
public sealed class ScanEchoesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("modelassert-test-").FullName;
    private readonly ScanEchoes echoes;

    public ScanEchoesTests() => echoes = new ScanEchoes(folder);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_scan_that_goes_on_is_heard_with_its_latest_line()
    {
        using var scan = new ScanEcho(folder);
        scan.Say("label 1 is done, and this line is longer");
        Assert.Empty(echoes.Hear());

        scan.Say("label 2 is done");
        Assert.Equal(["label 2 is done"], echoes.Hear());
        Assert.Equal(["label 2 is done"], echoes.Hear());
    }

    [Fact]
    public void Quick_scans_are_not_heard_however_many()
    {
        for (var scans = 0; scans < 3; scans++)
        {
            using var scan = new ScanEcho(folder);
            scan.Say("label 1 is done");
            Assert.Empty(echoes.Hear());
        }
    }

    [Fact]
    public void Without_a_scan_there_is_silence()
    {
        Directory.CreateDirectory(Path.Combine(folder, CollectorFolder.AttachmentsOf("a test")));

        Assert.Empty(echoes.Hear());
        Assert.Empty(echoes.Hear());
    }

    [Fact]
    public void Where_no_collector_listens_nothing_is_written()
    {
        using var scan = new ScanEcho(root: null);
        scan.Say("label 1 is done");

        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }
}
