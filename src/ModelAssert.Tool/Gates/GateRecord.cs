using System.Text.Json;
using ModelAssert.Artifacts;

namespace ModelAssert.Tool.Gates;

/// <summary>What the scan of a build found, for the look at the finished package: the contents that may be in it.</summary>
/// <param name="Models">The models.</param>
internal sealed record GateRecord(IReadOnlyList<GateRecord.Model> Models)
{
    /// <summary>The record of the models that the project declares.</summary>
    public const string FileName = "gate.json";

    /// <summary>The record of the models in restored packages.</summary>
    public const string PackagesFileName = "packages.json";

    /// <summary>A model.</summary>
    /// <param name="Name">Its path, relative to the project.</param>
    /// <param name="Sha256">The digest of its file, in lower-case hexadecimal.</param>
    /// <param name="Passed">Whether nothing stops it.</param>
    /// <param name="Weights">The other files that its weights lie in; <see langword="null"/> if there are none.</param>
    public sealed record Model(string Name, string Sha256, bool Passed, IReadOnlyList<ModelFile>? Weights = null);

    /// <summary>Reads a record. None, or one that cannot be read, allows nothing.</summary>
    public static GateRecord Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<GateRecord>(File.ReadAllText(path), JsonFormat.File) ?? new([]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return new([]);
        }
    }

    /// <summary>The record of models after their scan.</summary>
    public static GateRecord Of(IEnumerable<ScannedModel> scanned) =>
        new([.. scanned.Where(model => model.Sha256 is not null).Select(model => new Model(model.Name, model.Sha256!, model.Passed, model.Report?.Model.Files?.Skip(1).ToArray()))]);

    public void Write(ArtifactFolder folder, string name) =>
        folder.Write(name, stream => JsonSerializer.Serialize(stream, this, JsonFormat.File));
}
