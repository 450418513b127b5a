using ModelAssert.Artifacts;

namespace ModelAssert.Core.Tests.Artifacts;

public sealed class ArtifactFolderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_folder_that_cannot_be_made_is_a_named_error()
    {
        var file = Path.Combine(root, "file");
        File.WriteAllText(file, "in the way");

        Assert.Equal(DiagnosticIds.OutputNotWritable, Assert.Throws<ModelAssertException>(() => ArtifactFolder.Open(Path.Combine(file, "below"))).Id);
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_as_it_was()
    {
        var folder = ArtifactFolder.Open(root);
        folder.Write("report.json", stream => stream.WriteByte((byte)'1'));

        Assert.Throws<InvalidOperationException>(() => folder.Write("report.json", stream =>
        {
            stream.WriteByte((byte)'2');
            throw new InvalidOperationException();
        }));

        Assert.Equal("1", File.ReadAllText(Path.Combine(root, "report.json")));
        Assert.Equal(["report.json"], Directory.EnumerateFiles(root).Select(Path.GetFileName));
    }

    [Fact]
    public void Only_artifacts_are_removed()
    {
        var folder = ArtifactFolder.Open(root);
        foreach (var name in (string[])["report.json", "triggers.npz", "label-003-mask.png", "mine.txt"])
            folder.Write(name, _ => { });

        folder.RemoveOldArtifacts();

        Assert.Equal(["mine.txt"], Directory.EnumerateFiles(root).Select(Path.GetFileName));
    }
}
