using ModelAssert.Onnx.Format;
using TorchSharp;
using static ModelAssert.Onnx.Format.TensorProto.Types;

namespace ModelAssert.Onnx.Import;

/// <summary>What an imported model is to those who compare it with its original, or write it again.</summary>
/// <param name="File">The file that it came from.</param>
/// <param name="Input">How the file takes images.</param>
/// <param name="OutputName">The output that has one value for each label.</param>
/// <param name="LabelCount">How many labels it tells apart.</param>
/// <param name="TakesBatches">Whether several images may be given at once.</param>
/// <param name="IsQuantized">Whether it rounds to quantised values.</param>
/// <param name="Outputs">The values of that output, as the file has them, for images <c>[N, C, H, W]</c> in the network's own pixel range.</param>
internal sealed record ImportedNetwork(
    OnnxFile File, ImageInput Input, string OutputName, int LabelCount, bool TakesBatches, bool IsQuantized, Func<torch.Tensor, torch.Tensor> Outputs)
{
    /// <summary>Whether ONNX Runtime computes any of it in half precision, and so rounds where an import in float32 does not.</summary>
    public bool IsHalf => IsOfHalves(Input.Precision) || File.Graph.Initializer.Any(weight => IsOfHalves((DataType)weight.DataType));

    private static bool IsOfHalves(DataType kind) => kind is DataType.Float16 or DataType.Bfloat16;
}
