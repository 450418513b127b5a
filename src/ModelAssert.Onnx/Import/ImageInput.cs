using ModelAssert.Onnx.Format;
using TorchSharp;
using static ModelAssert.Onnx.Format.TensorProto.Types;

namespace ModelAssert.Onnx.Import;

/// <summary>The one input of a classifier: images of a fixed size.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Shape">The shape of one image.</param>
/// <param name="IsChannelsLast">Whether the graph takes <c>[N, H, W, C]</c> rather than <c>[N, C, H, W]</c>.</param>
/// <param name="Precision">The kind of floating point that the graph takes.</param>
/// <param name="IsForOneImage">Whether the graph declares a batch of exactly 1.</param>
internal sealed record ImageInput(string Name, ImageShape Shape, bool IsChannelsLast, DataType Precision, bool IsForOneImage)
{
    /// <summary>
    /// The values of the largest image that is scanned, 2364 × 2364 in colour: the file must not decide how much memory a scan takes.
    /// </summary>
    private const long LargestVolume = 1L << 24;

    /// <summary>Finds the input of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="description">Says the sizes that the file leaves open, and the layout where its sizes do not show it.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0014</c>: there is none of this kind, or more than one input.</exception>
    public static ImageInput Find(OnnxFile file, ModelDescription description)
    {
        var inputs = file.RealInputs().ToArray();
        if (inputs is not [var input])
            throw OnnxErrors.NotAClassifier(file.Path, $"it has {inputs.Length} inputs");

        var type = input.Type?.TensorType;
        var precision = (DataType)(type?.ElemType ?? 0);
        if (precision is not (DataType.Float or DataType.Float16 or DataType.Double))
            throw OnnxErrors.NotAClassifier(file.Path, $"its input '{input.Name}' takes {precision}, not floating point");
        if (type!.Shape?.Dim is not [var batch, var first, var second, var third])
            throw OnnxErrors.NotAClassifier(file.Path, $"its input '{input.Name}' does not have 4 dimensions");

        // A free batch is 0 here, by its missing value.
        if (batch.DimValue > 1)
            throw OnnxErrors.NotAClassifier(file.Path, $"its batch is fixed at {batch.DimValue} images (1, or free, can be scanned)");

        var isChannelsLast = description.InputLayout is { } layout ? layout == InputLayout.Nhwc : IsColours(third.DimValue) && !IsColours(first.DimValue);
        var described = description.InputShape is not { } open ? [0, 0, 0]
            : isChannelsLast ? [open.Height, open.Width, open.Channels]
            : (long[])[open.Channels, open.Height, open.Width];
        var (a, b, c) = (SizeOf(first, described[0]), SizeOf(second, described[1]), SizeOf(third, described[2]));
        if (a < 1 || b < 1 || c < 1)
            throw OnnxErrors.SizeIsOpen(file.Path, $"[{Text(first)}, {Text(second)}, {Text(third)}]");
        if ((double)a * b * c > LargestVolume)
            throw OnnxErrors.NotAClassifier(file.Path, $"the size of its images is [{a}, {b}, {c}]");

        var shape = isChannelsLast ? new ImageShape((int)c, (int)a, (int)b) : new ImageShape((int)a, (int)b, (int)c);
        return new ImageInput(input.Name, shape, isChannelsLast, precision, batch.DimValue == 1);
    }

    /// <summary>Images as the graph takes them.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>, float32.</param>
    /// <returns>A view of them.</returns>
    public torch.Tensor InGraphLayout(torch.Tensor images) => IsChannelsLast ? images.permute(0, 2, 3, 1) : images.alias();

    /// <summary>Refuses what are not such images.</summary>
    /// <exception cref="ArgumentException">The shape or the kind is another.</exception>
    public void Require(torch.Tensor images, string parameter)
    {
        var (c, h, w) = Shape;
        if (images.dtype != torch.ScalarType.Float32 || images.shape is not [> 0, ..] || !images.shape.AsSpan(1).SequenceEqual([c, h, w]))
        {
            throw new ArgumentException(
                $"The model takes [N, {c}, {h}, {w}] in Float32, not {ShapeText.Of(images.shape)} in {images.dtype}.", parameter);
        }
    }

    /// <summary>Grey, colour, or colour with transparency.</summary>
    private static bool IsColours(long size) => size is 1 or 3 or 4;

    private static long SizeOf(TensorShapeProto.Types.Dimension dimension, long described) => dimension.DimValue > 0 ? dimension.DimValue : described;

    private static string Text(TensorShapeProto.Types.Dimension dimension) =>
        dimension.DimParam.Length > 0 ? dimension.DimParam : $"{dimension.DimValue}";
}
