using ModelAssert.Onnx.Format;
using TorchSharp;

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
    OnnxFile File, ImageInput Input, string OutputName, int LabelCount, bool TakesBatches, bool IsQuantized, Func<torch.Tensor, torch.Tensor> Outputs);
