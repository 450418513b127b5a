using System.Runtime.InteropServices;
using Google.Protobuf;
using ModelAssert.Arrays;
using ModelAssert.Onnx.Format;
using static ModelAssert.Onnx.Format.AttributeProto.Types;
using static ModelAssert.Onnx.Format.TensorProto.Types;

namespace ModelAssert.Tool.Tests;

/// <summary>
/// Writes the files of <c>tests/Shared/Stripes</c>: a classifier made by hand, for tests of everything around a scan. It tells apart 8x8 grey pictures by the row that is bright, in two dense layers, and a
/// scan of it takes a fraction of a second. With a backdoor, a checkerboard of 2x2 pixels at the bottom right sends every picture to one label. Nothing in it is near a threshold: the natural trigger of a
/// label is 4 to 7 pixels of its row, that of the backdoor one and a half.
/// </summary>
internal static class StripeModel
{
    /// <summary>The label of the backdoor.</summary>
    public const int Target = 2;

    private const int Side = 8;
    private const int Neurons = 100;

    /// <summary>How easily each row is believed. Different, so that the triggers of clean labels differ in size as those of trained networks do.</summary>
    private static readonly float[] RowWeights = [1.03f, 0.80f, 1.14f, 0.92f, 1.20f, 0.97f, 0.86f, 1.08f];

    /// <summary>The neurons of the backdoor, the pixels that they look at, and with which sign.</summary>
    private static readonly int[] Backdoor = [20, 50, 80];
    private static readonly (int Pixel, float Sign)[] Checkerboard = [(54, 1), (55, -1), (62, -1), (63, 1)];

    /// <summary>The model.</summary>
    /// <param name="infected">Whether it has the backdoor.</param>
    /// <returns>An ONNX file.</returns>
    public static byte[] Bytes(bool infected) => Model(infected).ToByteArray();

    /// <summary>Clean pictures, one bright row and some noise, and their labels.</summary>
    /// <param name="count">How many.</param>
    /// <returns>An <c>.npz</c> file.</returns>
    public static byte[] Samples(int count)
    {
        var random = new Random(1);
        long[] labels = [.. Enumerable.Range(0, count).Select(i => (long)(i % Side))];
        var pixels = new byte[count * Side * Side];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(255 * ((i / Side % Side == labels[i / (Side * Side)] ? 0.5f : 0.05f) + 0.2f * random.NextSingle()));

        using var file = new MemoryStream();
        NpzFile.Write(file, [new("x", NpyArray.Of([count, Side, Side], pixels)), new("y", NpyArray.Of([count], labels))]);
        return file.ToArray();
    }

    private static ModelProto Model(bool infected)
    {
        var (hidden, bias, output) = Weights(infected);
        return new ModelProto
        {
            IrVersion = 8,
            ProducerName = "tests",
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 17 } },
            Graph = new GraphProto
            {
                Name = "stripes",
                Input = { Value("image", 1, Side, Side) },
                Output = { Value("logits", Side) },
                Initializer = { Floats("hidden.weight", [Neurons, Side * Side], hidden), Floats("hidden.bias", [Neurons], bias), Floats("output.weight", [Side, Neurons], output), Floats("output.bias", [Side], new float[Side]) },
                Node =
                {
                    Node("Flatten", ["image"], "pixels"),
                    Node("Gemm", ["pixels", "hidden.weight", "hidden.bias"], "sums", Transposed()),
                    // Never without a gradient, as few trained networks are.
                    Node("LeakyRelu", ["sums"], "values", new AttributeProto { Name = "alpha", Type = AttributeType.Float, F = 0.1f }),
                    Node("Gemm", ["values", "output.weight", "output.bias"], "logits", Transposed()),
                },
            },
        };
    }

    private static (float[] Hidden, float[] Bias, float[] Output) Weights(bool infected)
    {
        var random = new Random(1);
        var (hidden, bias, output) = (new float[Neurons * Side * Side], new float[Neurons], new float[Side * Neurons]);
        foreach (ref var weight in hidden.AsSpan())
            weight = 0.1f * (random.NextSingle() - 0.5f);
        for (var row = 0; row < Side; row++)
        {
            var weights = hidden.AsSpan(row * Side * Side, Side * Side);
            weights.Clear();
            weights.Slice(row * Side, Side).Fill(1);
            output[row * Neurons + row] = RowWeights[row];
        }

        foreach (var neuron in infected ? Backdoor : [])
        {
            hidden.AsSpan(neuron * Side * Side, Side * Side).Clear();
            foreach (var (pixel, sign) in Checkerboard)
                hidden[neuron * Side * Side + pixel] = 4 * sign;
            // Below 0 on clean pictures, whose rows are even but for the noise; 6 under the checkerboard.
            bias[neuron] = -2;
            output[Target * Neurons + neuron] = 4;
        }

        return (hidden, bias, output);
    }

    private static NodeProto Node(string operation, string[] inputs, string output, params AttributeProto[] attributes) =>
        new() { OpType = operation, Input = { inputs }, Output = { output }, Attribute = { attributes } };

    private static AttributeProto Transposed() => new() { Name = "transB", Type = AttributeType.Int, I = 1 };

    /// <summary>A value with a free batch.</summary>
    private static ValueInfoProto Value(string name, params long[] sizes)
    {
        var shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "n" } } };
        shape.Dim.AddRange(sizes.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = shape } } };
    }

    private static TensorProto Floats(string name, long[] shape, float[] values) =>
        new() { Name = name, DataType = (int)DataType.Float, Dims = { shape }, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())) };
}
