using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Onnx.Import;

/// <summary>
/// Takes batch norms into the convolutions before them, which do the same with other weights: in inference a batch norm is a factor and a summand per
/// channel. The folded weights are new constants, so a weight that other nodes read, and the file, stay as they are.
/// </summary>
internal static class BatchNormFolding
{
    /// <summary>Folds where a convolution's weights are known and nothing but the batch norm reads its output.</summary>
    /// <param name="steps">The steps, in order; changed.</param>
    /// <param name="constants">One element per slot; the folded weights are added.</param>
    /// <param name="outputs">The slots that leave the graph.</param>
    public static void Apply(List<Step> steps, List<torch.Tensor?> constants, IEnumerable<int> outputs)
    {
        var reads = steps.SelectMany(step => step.Inputs).Concat(outputs).CountBy(slot => slot).ToDictionary();
        foreach (var norm in steps.Where(step => step.Operator == "BatchNormalization").ToList())
        {
            var at = steps.FindIndex(step => step.Operator == "Conv" && step.Outputs[0] == norm.Inputs[0]);
            if (at < 0 || reads[norm.Inputs[0]] > 1 || Fold(steps[at], norm, constants) is not { } folded)
                continue;

            steps[at] = folded;
            steps.Remove(norm);
        }
    }

    private static Step? Fold(Step convolution, Step norm, List<torch.Tensor?> constants)
    {
        var (weight, bias) = (Value(convolution, 1), Value(convolution, 2));
        torch.Tensor?[] statistics = [.. Enumerable.Range(1, 4).Select(i => Value(norm, i))];
        if (weight is not { shape.Length: > 2 } || statistics.Contains(null) || (bias is null && convolution.Inputs.Length > 2 && convolution.Inputs[2] >= 0))
            return null;
        if (statistics.Append(bias).OfType<torch.Tensor>().Any(values => values.dtype != weight.dtype || values.shape is not [var channels] || channels != weight.shape[0]))
            return null;

        // What the norm does to 1 without its mean and bias, and to 0: asked of the operator, it is as exact as the operator is.
        var (one, zero) = (torch.ones(1, weight.shape[0]), torch.zeros(weight.shape[0]));
        var factor = Normalise(one, statistics[0], zero, zero, statistics[3]);
        var summand = Normalise(torch.zeros_like(one), [.. statistics]);
        var (foldedWeight, foldedBias) = (weight * factor.reshape([-1, .. weight.shape[1..].Select(_ => 1L)]), bias is null ? summand : (bias * factor).Plus(summand));
        if (!foldedWeight.isfinite().all().item<bool>() || !foldedBias.isfinite().all().item<bool>())
            return null;

        constants.AddRange(foldedWeight, foldedBias);
        return convolution with { Inputs = [convolution.Inputs[0], constants.Count - 2, constants.Count - 1], Outputs = norm.Outputs };

        torch.Tensor Normalise(torch.Tensor x, params torch.Tensor?[] parameters) => norm.Compute(new Arguments([x, .. parameters], batch: 1))[0].reshape(-1);

        torch.Tensor? Value(Step step, int input) => input < step.Inputs.Length && step.Inputs[input] is >= 0 and var slot ? constants[slot] : null;
    }
}
