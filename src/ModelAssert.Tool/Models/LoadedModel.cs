using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Classifiers.TorchScript;
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

    /// <summary>What the file says of itself, for people.</summary>
    public IReadOnlyList<(string Name, string Value)> Details { get; }

    /// <summary>What lies beside the file.</summary>
    public ModelDescription? Description { get; }

    /// <summary>The digest of everything that makes the function: the file, and the part of the description that changes what it computes.</summary>
    public string FunctionSha256 => Description is null
        ? Sha256
        : ContentDigest.Of($"{Sha256}\n{(Description with { LabelNames = null }).ToJson()}");

    /// <summary>Loads a model file.</summary>
    /// <param name="path">The file; its format shows in its first bytes, not in its name.</param>
    /// <param name="inputShape">The shape of one image, if it is known otherwise; wins over the description.</param>
    /// <exception cref="ModelAssertException">It cannot be loaded, or the description contradicts it.</exception>
    public static LoadedModel Load(string path, ImageShape? inputShape = null)
    {
        var description = ModelDescription.Beside(path);
        if (inputShape is not null)
            description = (description ?? new ModelDescription()) with { InputShape = inputShape };
        return TorchScriptClassifier.IsLikely(StartOf(path)) ? LoadTorchScript(path, description) : LoadOnnx(path, description);
    }

    public void Dispose() => Network.Dispose();

    private static LoadedModel LoadOnnx(string path, ModelDescription? description)
    {
        var network = OnnxClassifier.Load(path);
        var stated = network.InputShape;
        if (description?.InputShape is { } described && described != stated)
        {
            network.Dispose();
            throw Illegal(path, $"inputShape is {described}, the model takes {stated}");
        }

        return new LoadedModel("ONNX", Normalized(network, path, description), network.Sha256, description, network.Describe());
    }

    private static LoadedModel LoadTorchScript(string path, ModelDescription? description)
    {
        var shape = description?.InputShape ?? throw new ModelAssertException(
            DiagnosticIds.DescriptionIllegal, path,
            "A TorchScript file does not say how large its images are.",
            $"Run `modelassert inspect {Path.GetFileName(path)} --input-shape 3x32x32 --write` with the right shape; it writes {Path.GetFileName(path)}{ModelDescription.FileExtension}.");
        var network = TorchScriptClassifier.Load(path, shape);
        return new LoadedModel("TorchScript", Normalized(network, path, description), network.Sha256, description, network.Describe());
    }

    private static DifferentiableClassifier Normalized(DifferentiableClassifier network, string path, ModelDescription? description)
    {
        if (description is not { Mean: { } mean, StandardDeviation: { } deviation })
            return network;
        if (mean.Count == 1 || mean.Count == network.InputShape.Channels)
            return NormalizedClassifier.Of(network, mean, deviation);

        network.Dispose();
        throw Illegal(path, $"mean has {mean.Count} values, the model takes {network.InputShape.Channels} channels");
    }

    private static ModelAssertException Illegal(string path, string cause) => new(
        DiagnosticIds.DescriptionIllegal, path + ModelDescription.FileExtension,
        $"The description does not fit the model: {cause}.", "Correct it, or leave it out; `modelassert inspect` prints what the model says of itself.");

    /// <summary>The first bytes; none of a file that cannot be read, about which its reader complains.</summary>
    private static byte[] StartOf(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var start = new byte[4];
            return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
