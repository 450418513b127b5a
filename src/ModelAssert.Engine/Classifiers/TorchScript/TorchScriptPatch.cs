using ModelAssert.Artifacts;
using TorchSharp;

namespace ModelAssert.Engine.Classifiers.TorchScript;

/// <summary>The way home for changed weights: the same TorchScript program with other values in some of its weights.</summary>
internal static class TorchScriptPatch
{
    /// <summary>The largest difference that is accepted between the patched module and the one read back from its file. They run the same code on the same numbers.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>The weights that can be changed, by name. A frozen model (<c>torch.jit.freeze</c>) has none.</summary>
    /// <param name="classifier">The model.</param>
    /// <returns>Names and shapes.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<long>> WeightsOf(TorchScriptClassifier classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        using var scope = torch.NewDisposeScope();
        return classifier.Parameters().ToDictionary(entry => entry.Name, entry => (IReadOnlyList<long>)[.. entry.Value.shape]);
    }

    /// <summary>Writes the model with other weights, and proves the file by reading it back.</summary>
    /// <param name="classifier">The model; stays as it is.</param>
    /// <param name="weights">New values by name, of the shape that the weight has. The caller keeps them.</param>
    /// <param name="images">Images to prove the result on, <c>[N, C, H, W]</c>, float32, in the network's own pixel range.</param>
    /// <param name="path">Where to write; replaced as a whole, or not at all.</param>
    /// <exception cref="ArgumentException">A name is not one of <see cref="WeightsOf"/>, or its values are of another shape.</exception>
    /// <exception cref="ModelAssertException">
    /// A value is not finite (<c>MODELASSERT0015</c>), what was written is not what was meant (<c>0016</c>), or it cannot be written (<c>0030</c>).
    /// </exception>
    public static void Write(TorchScriptClassifier classifier, IReadOnlyDictionary<string, torch.Tensor> weights, torch.Tensor images, string path)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(weights);
        var folder = ArtifactFolder.Open(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = folder.PathOf($"{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var patched = classifier.Copy())
            {
                Replace(patched, weights);
                patched.Save(temporary);
                RequireSame(patched, temporary, images);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void Replace(TorchScriptClassifier patched, IReadOnlyDictionary<string, torch.Tensor> weights)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        var parameters = patched.Parameters().ToDictionary(entry => entry.Name, entry => entry.Value);
        foreach (var (name, values) in weights)
        {
            if (!parameters.TryGetValue(name, out var parameter))
                throw new ArgumentException($"The model has no weight '{name}'.", nameof(weights));
            if (!parameter.shape.SequenceEqual(values.shape))
                throw new ArgumentException($"The weight '{name}' is of [{string.Join(", ", parameter.shape)}], not [{string.Join(", ", values.shape)}].", nameof(weights));
            parameter.copy_(values);
        }
    }

    private static void RequireSame(TorchScriptClassifier patched, string file, torch.Tensor images)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        using var read = patched.Reload(file);
        var difference = (read.Logits(images) - patched.Logits(images)).abs().max().item<float>();
        if (!(difference <= Tolerance))
            throw ClassifierErrors.NotWrittenBack(file, difference);
    }
}
