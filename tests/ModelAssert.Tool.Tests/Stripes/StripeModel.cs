using System.Runtime.InteropServices;
using Google.Protobuf;
using ModelAssert.Arrays;
using ModelAssert.Onnx.Format;
using ModelAssert.Tests;
using static ModelAssert.Onnx.Format.AttributeProto.Types;
using static ModelAssert.Onnx.Format.TensorProto.Types;

namespace ModelAssert.Tool.Tests;

/// <summary>
/// Writes the files of <c>tests/Shared/Stripes</c>: a classifier made by hand, for tests of everything around a scan. It tells apart 8x8 grey pictures by the row that is bright, in two dense layers, and a
/// scan of it takes a fraction of a second. With a backdoor, a checkerboard of 2x2 pixels at the bottom right sends every picture to one label, and both mitigations take it out in seconds. Nothing in it is
/// near a threshold: the natural trigger of a label is 4 to 7 pixels of its row, that of the backdoor one and a quarter; of a repaired network it is 8 pixels.
/// </summary>
internal static class StripeModel
{
    /// <summary>The label of the backdoor.</summary>
    public const int Target = 2;

    private const int Side = 8;
    private const int Neurons = 64;

    /// <summary>Several of everything, each with little weight, as in trained networks: what one step of unlearning moves is little of what they say together.</summary>
    private const int NeuronsOfRow = 4;
    private const int NeuronsOfBackdoor = 16;

    /// <summary>
    /// How easily each row is believed. Different, so that the triggers of clean labels differ in size as those of trained networks do; the backdoor's label resists most, so that it does when it is repaired.
    /// </summary>
    private static readonly float[] RowWeights = [1.06f, 1.11f, 0.80f, 0.94f, 1.14f, 0.97f, 0.88f, 1.08f];

    /// <summary>The pixels that the backdoor looks at, and with which sign.</summary>
    private static readonly (int Pixel, float Sign)[] Checkerboard = [(54, 1), (55, -1), (62, -1), (63, 1)];

    private const string Script = """
        class M(Module):
          __parameters__ = ["hidden", "bias", "output", ]
          __buffers__ = []
          hidden : Tensor
          bias : Tensor
          output : Tensor
          training : bool
          def forward(self: __torch__.M,
            x: Tensor) -> Tensor:
            h = torch.linear(torch.flatten(x, 1), self.hidden, self.bias)
            return torch.linear(torch.leaky_relu(h, 0.10000000000000001), self.output)

        """;

    /// <summary>The model.</summary>
    /// <param name="infected">Whether it has the backdoor.</param>
    /// <returns>An ONNX file.</returns>
    public static byte[] Bytes(bool infected) => Model(infected).ToByteArray();

    /// <summary>Writes the model with the backdoor as TorchScript.</summary>
    /// <param name="file">The file.</param>
    public static void WriteScript(string file)
    {
        var (hidden, bias, output) = Weights(infected: true);
        var pickle = new ScriptPickle();
        pickle.Tensor("hidden", "0", hidden.Length, 0, [Neurons, Side * Side]);
        pickle.Tensor("bias", "1", bias.Length, 0, [Neurons]);
        pickle.Tensor("output", "2", output.Length, 0, [Side, Neurons]);
        pickle.Flag("training", false);
        ScriptArchive.Write(file, ScriptArchive.Entries(Script, pickle.End(), Bytes(hidden), Bytes(bias), Bytes(output)));

        static byte[] Bytes(float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
    }

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
        var neuron = 0;
        for (var row = 0; row < Side; row++)
        {
            for (var i = 0; i < NeuronsOfRow; i++, neuron++)
            {
                var weights = hidden.AsSpan(neuron * Side * Side, Side * Side);
                weights.Clear();
                weights.Slice(row * Side, Side).Fill(0.5f);
                output[row * Neurons + neuron] = RowWeights[row] / 2;
            }
        }

        for (var i = 0; infected && i < NeuronsOfBackdoor; i++, neuron++)
        {
            hidden.AsSpan(neuron * Side * Side, Side * Side).Clear();
            foreach (var (pixel, sign) in Checkerboard)
                hidden[neuron * Side * Side + pixel] = sign;
            // Below 0 on clean pictures, whose rows are even but for the noise; 1.5 under the checkerboard.
            bias[neuron] = -0.5f;
            output[Target * Neurons + neuron] = 2;
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
