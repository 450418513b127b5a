using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Import;
using TorchSharp;

namespace ModelAssert.Onnx.Parity;

/// <summary>
/// The proof of a filter file: in ONNX Runtime it puts out what the model puts out, and the score that was calibrated. In float32 the outputs are the same to the last bit. A model in half precision or
/// with quantised values is rounded by ONNX Runtime wherever it moves a value from one kind to another, and one more reader moves that: there the outputs agree as an import has to.
/// </summary>
/// <param name="network">The model.</param>
/// <param name="bytes">The file.</param>
internal sealed class FilterProof(ImportedNetwork network, byte[] bytes) : IDisposable
{
    /// <summary>As many images at once.</summary>
    private const int BatchSize = 128;

    private readonly RuntimeSession model = new(network);
    private readonly RuntimeSession filter = new(network, bytes);
    private readonly string[] outputs = [.. network.File.Graph.Output.Select(output => output.Name)];

    /// <summary>Whether ONNX Runtime computes in float32 throughout, and so the same each time.</summary>
    private readonly bool isExact = !network.IsQuantized && !network.IsHalf;

    /// <summary>Proves the file.</summary>
    /// <param name="scores">The scores of images as they were calibrated, <c>[N]</c>.</param>
    /// <param name="name">The name of the score in the file.</param>
    /// <param name="images"><c>[N, C, H, W]</c>, float32, in the network's own pixel range.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0015</c>, <c>0016</c> or <c>0017</c>.</exception>
    public void Require(Func<torch.Tensor, torch.Tensor> scores, string name, torch.Tensor images)
    {
        using var withoutGradients = torch.no_grad();
        for (var start = 0L; start < images.shape[0]; start += BatchSize)
        {
            using var scope = torch.NewDisposeScope();
            var batch = images.narrow(0, start, Math.Min(BatchSize, images.shape[0] - start));
            if (isExact)
                RequireSame(batch);
            else
                RequireClose(model.Run(batch), filter.Run(batch), network.OutputName);
            RequireClose(scores(batch).data<float>().ToArray(), filter.Run(batch, name), name);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        model.Dispose();
        filter.Dispose();
    }

    private void RequireSame(torch.Tensor images)
    {
        foreach (var (name, before, after) in outputs.Zip(model.RunRaw(images, outputs), filter.RunRaw(images, outputs)))
        {
            if (!before.AsSpan().SequenceEqual(after))
                throw OnnxErrors.FilterDiffers(network.File.Path, name);
        }
    }

    private void RequireClose(float[] expected, float[] given, string name)
    {
        // Maxima that let NaN through: one such value must not hide behind the others.
        var (difference, largest) = (0.0, 1.0);
        foreach (var (our, their) in expected.Zip(given))
        {
            difference = Math.Max(difference, Math.Abs((double)our - their));
            largest = Math.Max(largest, Math.Abs((double)our));
        }

        if (expected.Length != given.Length || !(difference <= OnnxParity.ToleranceOf(network) * largest))
            throw OnnxErrors.FilterDiffers(network.File.Path, name);
    }
}
