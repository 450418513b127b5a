using ModelAssert.Caching;
using ModelAssert.Digests;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Classifiers.TorchScript;
using ModelAssert.Engine.Detectors;
using ModelAssert.Engine.Scanning;
using ModelAssert.Onnx;

namespace ModelAssert.Tool.Models;

/// <summary>A model file of any format, ready to scan, with what the description beside it adds.</summary>
internal sealed class LoadedModel : IDisposable
{
    private LoadedModel(string format, DifferentiableClassifier network, string sha256, ModelDescription? description, IReadOnlyList<(string Name, string Value)> details)
    {
        Details = details;
        Format = format;
        Network = network;
        Sha256 = sha256;
        Description = description;
    }

    /// <summary>What kind of file it is: <c>ONNX</c> or <c>TorchScript</c>.</summary>
    public string Format { get; }

    /// <summary>The network, as a function of images in its pixel range; any normalisation is part of it.</summary>
    public DifferentiableClassifier Network { get; }

    /// <summary>The digest of the file's bytes.</summary>
    public string Sha256 { get; }

    /// <summary>Where weights lie in other files, the model's own file and these; else <see langword="null"/>.</summary>
    public IReadOnlyList<ModelFile>? Files { get; private init; }

    /// <summary>What the file says of itself, for people.</summary>
    public IReadOnlyList<(string Name, string Value)> Details { get; }

    /// <summary>What is known of the model besides the file, from the request and from what lies beside it.</summary>
    public ModelDescription? Description { get; }

    /// <summary>The digest of everything that makes the function: the file, and the part of the description that changes what it computes.</summary>
    public string FunctionSha256 => Description is null or { OfFunction.IsEmpty: true }
        ? Sha256
        : ContentDigest.Of($"{Sha256}\n{Description.OfFunction.ToJson()}");

    /// <summary>Loads a model file.</summary>
    /// <param name="path">The file; its format shows in its first bytes, not in its name.</param>
    /// <param name="stated">What the request says of the model; wins over what lies beside it, member by member.</param>
    /// <exception cref="ModelAssertException">It cannot be loaded, or the description contradicts it.</exception>
    public static LoadedModel Load(string path, ModelDescription? stated = null)
    {
        var beside = ModelDescription.Beside(path);
        var description = stated?.Over(beside) ?? beside;
        try
        {
            return TorchScriptClassifier.IsLikely(ForeignFile.StartOf(path)) ? LoadTorchScript(path, description) : LoadOnnx(path, description);
        }
        catch (ModelAssertException e) when (e.Id is DiagnosticIds.ModelNotRecognised or DiagnosticIds.ModelMissing && ForeignFile.Find(path, e) is { } said)
        {
            throw said;
        }
    }

    /// <summary>The model as a scan takes it.</summary>
    /// <param name="path">The path as it was given, which reports name.</param>
    /// <param name="triggers">Where labels are looked up, or <see langword="null"/>.</param>
    /// <returns>It borrows the network.</returns>
    public NetworkToScan ToScan(string path, TriggerCache? triggers) => new(
        Network, new ModelIdentity(path, Sha256) { Files = Files }, Description, triggers is null ? null : new ScanCache(triggers, new ModelIdentity(path, FunctionSha256)));

    public void Dispose() => Network.Dispose();

    private static LoadedModel LoadOnnx(string path, ModelDescription? description)
    {
        var network = OnnxClassifier.Load(path, description);
        return new LoadedModel("ONNX", DescribedClassifier.Of(network, description, path), network.Sha256, description, network.Describe()) { Files = network.Files };
    }

    private static LoadedModel LoadTorchScript(string path, ModelDescription? description)
    {
        // Before it is asked how large the pictures of an archive are.
        var shape = description?.InputShape ?? throw ForeignFile.Find(path) ?? new ModelAssertException(
            DiagnosticIds.DescriptionIllegal, path,
            "A TorchScript file does not say how large its images are.",
            $"Run `modelassert inspect {Path.GetFileName(path)} --input-shape 3x32x32 --write` with the right shape; it writes {Path.GetFileName(path)}{ModelDescription.FileExtension}.");
        var network = TorchScriptClassifier.Load(path, shape, description.InputLayout ?? InputLayout.Nchw, description.OutputKind);
        return new LoadedModel("TorchScript", DescribedClassifier.Of(network, description, path), network.Sha256, description, network.Describe());
    }
}
