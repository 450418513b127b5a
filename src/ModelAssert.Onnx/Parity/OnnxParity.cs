using Microsoft.ML.OnnxRuntime;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Import;
using TorchSharp;

namespace ModelAssert.Onnx.Parity;

/// <summary>
/// The proof that an import computes what the model computes: its outputs are compared with those of ONNX Runtime, on the bytes that were imported.
/// </summary>
internal static class OnnxParity
{
    /// <summary>
    /// The largest difference that is accepted, as a share of the largest output, or of 1 if all outputs are smaller: 0.001. Rounding in float32
    /// stays a hundred times below it; a wrong operator does not.
    /// </summary>
    public const double Tolerance = 1e-3;

    /// <summary>
    /// The same of a file in half precision, which has 11 binary digits: ONNX Runtime's own outputs differ by up to 0.009 there between half precision and float32. What the outputs decide must be the same, but for
    /// <see cref="LargestShareDecidedOtherwise"/>.
    /// </summary>
    public const double HalfTolerance = 2e-2;

    /// <summary>Of a file in half precision, so many images may get another label: those whose two largest outputs are closer than rounding.</summary>
    public const double LargestShareDecidedOtherwise = 0.01;

    private const long BatchSize = 128;

    /// <summary>Loads ONNX Runtime beforehand: for another thread, while a model is read.</summary>
    public static void Prepare() => _ = OrtEnv.Instance();

    /// <summary>The tolerance for a network.</summary>
    public static double ToleranceOf(ImportedNetwork network) => network.IsHalf ? HalfTolerance : Tolerance;

    /// <summary>Compares an import with ONNX Runtime.</summary>
    /// <param name="network">The import.</param>
    /// <param name="inputs">Images, <c>[N, C, H, W]</c>, float32, in the network's own pixel range.</param>
    /// <returns>
    /// The largest difference between two outputs, and the number of images. The difference is not finite if an output is not.
    /// </returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0017</c>: ONNX Runtime refuses the model.</exception>
    /// <exception cref="ArgumentException">The images do not fit the network.</exception>
    public static ImportParity Measure(ImportedNetwork network, torch.Tensor inputs) => Compare(network, inputs).Parity;

    /// <summary>Compares an import with ONNX Runtime, and refuses it if they disagree.</summary>
    /// <param name="network">The import.</param>
    /// <param name="inputs">Images, <c>[N, C, H, W]</c>, float32, in the network's own pixel range.</param>
    /// <returns>What was measured.</returns>
    /// <exception cref="ModelAssertException">
    /// <c>MODELASSERT0015</c>: an output is not finite; <c>MODELASSERT0016</c>: the difference is above <see cref="Tolerance"/>;
    /// <c>MODELASSERT0017</c>: ONNX Runtime refuses the model.
    /// </exception>
    /// <exception cref="ArgumentException">The images do not fit the network.</exception>
    public static ImportParity Require(ImportedNetwork network, torch.Tensor inputs)
    {
        var (parity, largestOutput, otherwise) = Compare(network, inputs);
        if (!double.IsFinite(parity.MaxAbsDifference))
            throw OnnxErrors.NotFinite(network.File.Path, $"The output '{network.OutputName}'");

        var tolerance = ToleranceOf(network) * Math.Max(1, largestOutput);
        if (parity.MaxAbsDifference > tolerance)
            throw OnnxErrors.NotProven(network.File.Path, parity.MaxAbsDifference, tolerance, parity.Samples);
        return !network.IsHalf || otherwise <= LargestShareDecidedOtherwise * parity.Samples
            ? parity
            : throw OnnxErrors.DecidesOtherwise(network.File.Path, otherwise, parity.Samples);
    }

    /// <summary>Thousands of images in one batch took a gigabyte for the activations of a small network.</summary>
    private static float[] InBatches(torch.Tensor inputs, Func<torch.Tensor, float[]> outputs)
    {
        var (count, all) = (inputs.shape[0], new List<float>());
        for (var start = 0L; start < count; start += BatchSize)
        {
            using var images = inputs.narrow(0, start, Math.Min(BatchSize, count - start));
            all.AddRange(outputs(images));
        }

        return [.. all];
    }

    private static (ImportParity Parity, double LargestOutput, int DecidedOtherwise) Compare(ImportedNetwork network, torch.Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(inputs);

        using var session = new RuntimeSession(network);
        // Side by side, and both to their end even if one fails: they share the images.
        var both = Task.WhenAll(
            Task.Run(() => InBatches(inputs, images => Outputs(network, images))), Task.Run(() => InBatches(inputs, session.Run))).GetAwaiter().GetResult();
        var (ours, theirs) = (both[0], both[1]);
        if (ours.Length != theirs.Length)
            throw OnnxErrors.NotAClassifier(network.File.Path, $"ONNX Runtime's output has {theirs.Length} values, the import's {ours.Length}");

        // Maxima that let NaN through: one such value must not hide behind the others.
        var (difference, largest) = (0.0, 0.0);
        foreach (var (our, their) in ours.Zip(theirs))
        {
            difference = Math.Max(difference, Math.Abs((double)our - their));
            largest = Math.Max(largest, Math.Abs((double)their));
        }

        var otherwise = ours.Chunk(network.LabelCount).Zip(theirs.Chunk(network.LabelCount)).Count(pair => LabelOf(pair.First) != LabelOf(pair.Second));
        return (new ImportParity(difference, (int)inputs.shape[0]), largest, otherwise);

        static int LabelOf(float[] outputs) => outputs.AsSpan().IndexOf(outputs.Max());
    }

    private static float[] Outputs(ImportedNetwork network, torch.Tensor inputs)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        return network.Outputs(inputs).contiguous().data<float>().ToArray();
    }
}
