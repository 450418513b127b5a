using ModelAssert.Artifacts;
using ModelAssert.Digests;
using ModelAssert.Engine.Classifiers;
using TorchSharp;

namespace ModelAssert.Engine.Mitigation;

/// <summary>
/// Drafts as files in a folder of their own among the reports: a repair that is killed leaves nothing beside the place of the repaired model, and what it leaves goes with the next.
/// </summary>
internal sealed class RepairFiles : IRepairDrafts
{
    private readonly string target;
    private readonly Func<string, DifferentiableClassifier> load;
    private readonly ArtifactFolder place;
    private readonly string folder;
    private int count;

    /// <param name="target">Where the repaired model goes. Its folder is made if need be, and must be one that files can be written in.</param>
    /// <param name="results">The folder of the repair's reports; made if need be.</param>
    /// <param name="load">Loads a file that was written in the model's own format as the model itself was loaded; whoever asks for it disposes of what it gives.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0030</c>: a folder cannot be made or written.</exception>
    public RepairFiles(string target, string results, Func<string, DifferentiableClassifier> load)
    {
        this.target = target;
        this.load = load;
        place = ArtifactFolder.Open(Path.GetDirectoryName(Path.GetFullPath(target))!);
        folder = Path.Combine(Path.GetFullPath(results), "drafts");
        Remove();
        ArtifactFolder.Open(folder);
    }

    /// <inheritdoc />
    public IRepairDraft Keep(TrainableClassifier network, torch.Tensor images)
    {
        ArgumentNullException.ThrowIfNull(network);
        var path = Path.Combine(folder, $"{++count}{Path.GetExtension(target)}");
        network.Write(images, path);
        return new Draft(this, path);
    }

    /// <inheritdoc />
    public void Dispose() => Remove();

    private void Remove()
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A virus scanner has one of them open. The repair is done nevertheless, and the next one writes over them.
        }
    }

    private sealed class Draft(RepairFiles files, string path) : IRepairDraft
    {
        public DifferentiableClassifier Open() => files.load(path);

        public ModelIdentity Publish()
        {
            files.place.Write(Path.GetFileName(files.target), stream =>
            {
                using var file = File.OpenRead(path);
                file.CopyTo(stream);
            });
            return new ModelIdentity(files.target, ContentDigest.OfFile(files.target));
        }
    }
}
