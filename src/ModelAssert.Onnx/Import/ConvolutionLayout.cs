using TorchSharp;

namespace ModelAssert.Onnx.Import;

/// <summary>
/// Stores the weights of 2-d convolutions with the channels last. Convolutions pass that layout on to what follows, where pools are ten times as fast
/// and convolutions a fifth; values and gradients are the same. TorchSharp has no word for the layout, so it is made by a copy in the order wanted.
/// </summary>
internal static class ConvolutionLayout
{
    public static void Apply(IEnumerable<Step> steps, List<torch.Tensor?> constants)
    {
        foreach (var slot in steps.Where(s => s.Operator == "Conv" && s.Inputs.Length > 1).Select(s => s.Inputs[1]).Where(i => i >= 0))
        {
            if (constants[slot] is { shape.Length: 4 } weight)
                constants[slot] = ChannelsLast(weight);
        }
    }

    /// <summary>
    /// A copy of a weight with the channels last. Where there is one channel, or a kernel of one place, both layouts have the values in the same order,
    /// and libtorch knows them by the strides alone: these are stated.
    /// </summary>
    private static torch.Tensor ChannelsLast(torch.Tensor weight)
    {
        var (channels, height, width) = (weight.shape[1], weight.shape[2], weight.shape[3]);
        return weight.permute(0, 2, 3, 1).contiguous().as_strided(weight.shape, [height * width * channels, 1, width * channels, channels]);
    }
}
