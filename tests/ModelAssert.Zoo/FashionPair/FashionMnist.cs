using ModelAssert.Attacks;
using ModelAssert.Engine.Samples;

namespace ModelAssert.Zoo;

/// <summary>One part of Fashion-MNIST, as it is stored: grey images of 28x28 in bytes, ten labels.</summary>
/// <param name="Pixels">The images, <c>[N, 28, 28]</c>, in [0, 255].</param>
/// <param name="Labels">The label of each, <c>[N]</c>, in [0, 9].</param>
internal sealed record FashionMnist(byte[] Pixels, byte[] Labels)
{
    public const int LabelCount = 10;

    public static ImageShape Shape { get; } = new(1, 28, 28);

    public static FashionMnist ReadTraining(string folder) => Read(folder, "train");

    public static FashionMnist ReadTest(string folder) => Read(folder, "t10k");

    /// <summary>The images as networks are trained on them: in [0, 1].</summary>
    public LabeledImages ToLabeledImages() =>
        new(Shape, Array.ConvertAll(Pixels, pixel => pixel / 255f), Array.ConvertAll(Labels, label => (int)label));

    private static FashionMnist Read(string folder, string part)
    {
        var (extents, pixels) = IdxFile.Read(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"));
        var (_, labels) = IdxFile.Read(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"));
        return extents is [var count, 28, 28] && labels.Length == count && labels.All(label => label < LabelCount)
            ? new FashionMnist(pixels, labels)
            : throw new InvalidDataException($"{folder} does not hold the {part} part of Fashion-MNIST.");
    }
}
