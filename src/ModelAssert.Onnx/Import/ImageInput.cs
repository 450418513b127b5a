using ModelAssert.Onnx.Format;
using TorchSharp;
using static ModelAssert.Onnx.Format.TensorProto.Types;

namespace ModelAssert.Onnx.Import;

/// <summary>The one input of a classifier: images of a fixed size.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Shape">The shape of one image.</param>
/// <param name="IsChannelsLast">Whether the graph takes <c>[N, H, W, C]</c> rather than <c>[N, C, H, W]</c>; of values in a row, whether those of a pixel are side by side.</param>
/// <param name="Sizes">The sizes of one image in the graph: three, or fewer where the graph takes its values in a row, as <c>[784]</c>, or without its channels, as <c>[28, 28]</c>.</param>
/// <param name="Precision">The kind of floating point that the graph takes.</param>
/// <param name="IsForOneImage">Whether the graph declares a batch of exactly 1.</param>
internal sealed record ImageInput(string Name, ImageShape Shape, bool IsChannelsLast, long[] Sizes, DataType Precision, bool IsForOneImage)
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
        if (type!.Shape?.Dim is not { Count: >= 2 and <= 4 } sizes)
            throw OnnxErrors.NotAClassifier(file.Path, $"its input '{input.Name}' has {type.Shape?.Dim.Count ?? 0} dimensions, and a batch of images has 4 (2 or 3, where they are flattened)");

        // A free batch is 0 here, by its missing value.
        if (sizes[0].DimValue > 1)
            throw OnnxErrors.NotAClassifier(file.Path, $"its batch is fixed at {sizes[0].DimValue} images (1, or free, can be scanned)");

        var isForOneImage = sizes[0].DimValue == 1;
        if (sizes.Count < 4)
        {
            var (image, taken) = Flattened(file.Path, [.. sizes.Skip(1)], description);
            return new ImageInput(input.Name, image, description.InputLayout == InputLayout.Nhwc, taken, precision, isForOneImage);
        }

        var (first, second, third) = (sizes[1], sizes[2], sizes[3]);
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
        return new ImageInput(input.Name, shape, isChannelsLast, [a, b, c], precision, isForOneImage);
    }

    /// <summary>What picture the values in a row are, which nobody but the description knows.</summary>
    private static (ImageShape Image, long[] Sizes) Flattened(string path, TensorShapeProto.Types.Dimension[] sizes, ModelDescription description)
    {
        var text = $"[{string.Join(", ", sizes.Select(Text))}]";
        var known = sizes.Where(size => size.DimValue > 0).Aggregate(1.0, (product, size) => product * size.DimValue);
        if (description.InputShape is not { } image)
            throw OnnxErrors.ImageIsFlattened(path, text, SquareOf(known));
        if (image.Volume > LargestVolume)
            throw OnnxErrors.NotAClassifier(path, $"the size of its images is said to be {image}");
        // One free size is what the others leave of an image.
        var free = image.Volume / known;
        return sizes.Count(size => size.DimValue <= 0) switch { 0 => free == 1, 1 => double.IsInteger(free), _ => false }
            ? (image, [.. sizes.Select(size => size.DimValue > 0 ? size.DimValue : (long)free)])
            : throw OnnxErrors.ShapeUnfit(path, text, image);
    }

    /// <summary>The square picture, grey or in colour, that has so many values; else an example.</summary>
    private static ImageShape SquareOf(double values)
    {
        foreach (var channels in (int[])[1, 3])
        {
            if (Math.Sqrt(values / channels) is var side && double.IsInteger(side) && side is > 1 and < 5000)
                return new ImageShape(channels, (int)side, (int)side);
        }

        return new ImageShape(1, 28, 28);
    }

    /// <summary>Images as the graph takes them.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>, float32.</param>
    /// <returns>A view of them, or a copy where values move.</returns>
    public torch.Tensor InGraphLayout(torch.Tensor images)
    {
        var ordered = IsChannelsLast ? images.permute(0, 2, 3, 1) : images.alias();
        return Sizes.Length == 3 ? ordered : ordered.reshape([images.shape[0], .. Sizes]);
    }

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
