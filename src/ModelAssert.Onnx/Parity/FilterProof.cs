using ModelAssert.Engine.Mitigation.Filtering;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Import;
using TorchSharp;

namespace ModelAssert.Onnx.Parity;

/// <summary>The proof of a filter file: in ONNX Runtime it puts out what the model puts out, to the last bit, and the score that was calibrated.</summary>
internal static class FilterProof
{
    /// <summary>As many images at once.</summary>
    private const int BatchSize = 128;

    /// <summary>Proves a file.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="activations">The activations of the layer that the score is made of, <c>[N, neurons]</c>.</param>
    /// <param name="formula">The score.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="score">The name of its score.</param>
    /// <param name="images"><c>[N, C, H, W]</c>, float32, in the network's own pixel range.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0015</c>, <c>0016</c> or <c>0017</c>.</exception>
    public static void Require(OnnxClassifier classifier, Func<torch.Tensor, torch.Tensor> activations, FilterFormula formula, byte[] bytes, string score, torch.Tensor images)
    {
        using var model = new RuntimeSession(classifier);
        using var filter = new RuntimeSession(classifier, bytes);
        string[] outputs = [.. classifier.File.Graph.Output.Select(output => output.Name)];
        var (difference, largest) = (0.0, 0.0);
        for (var start = 0L; start < images.shape[0]; start += BatchSize)
        {
            using var scope = torch.NewDisposeScope();
            using var withoutGradients = torch.no_grad();
            var batch = images.narrow(0, start, Math.Min(BatchSize, images.shape[0] - start));
            var (before, after) = (model.RunRaw(batch, outputs), filter.RunRaw(batch, outputs));
            if (outputs.Index().Where(output => !before[output.Index].AsSpan().SequenceEqual(after[output.Index])).Select(output => output.Item).FirstOrDefault() is { } changed)
                throw OnnxErrors.FilterChangesModel(classifier.File.Path, changed);

            var expected = formula.Scores(activations(batch)).data<float>().ToArray();
            foreach (var (our, their) in expected.Zip(filter.Run(batch, score)))
            {
                // Maxima that let NaN through.
                difference = Math.Max(difference, Math.Abs((double)our - their));
                largest = Math.Max(largest, Math.Abs((double)our));
            }
        }

        if (!double.IsFinite(difference))
            throw OnnxErrors.NotFinite(classifier.File.Path, "The score of the filter");
        var tolerance = OnnxParity.Tolerance * Math.Max(1, largest);
        if (difference > tolerance)
            throw OnnxErrors.NotProven(classifier.File.Path, difference, tolerance, (int)images.shape[0]);
    }
}
