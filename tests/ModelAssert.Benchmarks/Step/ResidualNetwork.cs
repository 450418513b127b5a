using Google.Protobuf;
using ModelAssert.Onnx.Format;
using TorchSharp.Modules;
using static ModelAssert.Onnx.Export.Attributes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelAssert.Benchmarks.Step;

/// <summary>A residual network with batch norms, as written by hand and as an exporter that keeps batch norms writes it: the same function twice.</summary>
internal sealed class ResidualNetwork : Module<Tensor, Tensor>
{
    private const int Labels = 10;

    private readonly Conv2d stem = Convolution(3, Widths[0], 3, 1);
    private readonly BatchNorm2d norm = BatchNorm2d(Widths[0]);
    private readonly ModuleList<Block> blocks = new([.. Widths.Select((width, i) => new Block(i == 0 ? width : Widths[i - 1], width, i == 0 ? 1 : 2))]);
    private readonly Linear head = Linear(Widths[^1], Labels);

    public ResidualNetwork()
        : base(nameof(ResidualNetwork))
    {
        RegisterComponents();
    }

    private static int[] Widths => [32, 64, 128];

    public override Tensor forward(Tensor input)
    {
        var values = functional.relu(norm.call(stem.call(input)));
        foreach (var block in blocks)
            values = block.call(values);
        return head.call(values.mean([2L, 3]));
    }

    /// <summary>The bytes of an ONNX file of this network.</summary>
    public byte[] ToOnnx()
    {
        var graph = new GraphProto { Name = "residual" };
        var dimensions = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "n" } } };
        foreach (var size in (long[])[3, 32, 32])
            dimensions.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        var type = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = dimensions };
        graph.Input.Add(new ValueInfoProto { Name = "x", Type = new TypeProto { TensorType = type } });
        graph.Output.Add(new ValueInfoProto { Name = "y", Type = new TypeProto { TensorType = new() { ElemType = type.ElemType } } });
        foreach (var (name, values) in named_parameters().Select(p => (p.name, (Tensor)p.parameter)).Concat(named_buffers().Where(b => b.buffer.is_floating_point())))
        {
            var bytes = values.detach().contiguous().bytes.ToArray();
            graph.Initializer.Add(new TensorProto { Name = name, DataType = type.ElemType, Dims = { values.shape }, RawData = ByteString.CopyFrom(bytes) });
        }

        Add("Conv", "c", ["x", "stem.weight"], Pads(1), Strides(1));
        AddNorm("n", "c", "norm");
        Add("Relu", "b", ["n"]);
        var current = "b";
        for (var i = 0; i < Widths.Length; i++)
            current = AddBlock($"blocks.{i}", current, i == 0 ? 1 : 2);
        Add("GlobalAveragePool", "p", [current]);
        Add("Flatten", "f", ["p"]);
        Add("Gemm", "y", ["f", "head.weight", "head.bias"], Int("transB", 1));
        return new ModelProto { IrVersion = 8, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 17 } }, Graph = graph }.ToByteArray();

        string AddBlock(string block, string input, int stride)
        {
            Add("Conv", $"{block}.c1", [input, $"{block}.first.weight"], Pads(1), Strides(stride));
            AddNorm($"{block}.n1", $"{block}.c1", $"{block}.norm1");
            Add("Relu", $"{block}.r1", [$"{block}.n1"]);
            Add("Conv", $"{block}.c2", [$"{block}.r1", $"{block}.second.weight"], Pads(1), Strides(1));
            AddNorm($"{block}.n2", $"{block}.c2", $"{block}.norm2");
            Add("Conv", $"{block}.c3", [input, $"{block}.shortcut.weight"], Pads(0), Strides(stride));
            AddNorm($"{block}.n3", $"{block}.c3", $"{block}.norm3");
            Add("Add", $"{block}.sum", [$"{block}.n2", $"{block}.n3"]);
            Add("Relu", $"{block}.out", [$"{block}.sum"]);
            return $"{block}.out";
        }

        void AddNorm(string output, string input, string norm) =>
            Add("BatchNormalization", output, [input, $"{norm}.weight", $"{norm}.bias", $"{norm}.running_mean", $"{norm}.running_var"]);

        void Add(string operation, string output, string[] inputs, params AttributeProto[] attributes) =>
            graph.Node.Add(new NodeProto { OpType = operation, Input = { inputs }, Output = { output }, Attribute = { attributes } });

        static AttributeProto Pads(int pad) => Ints("pads", [pad, pad, pad, pad]);

        static AttributeProto Strides(int stride) => Ints("strides", [stride, stride]);
    }

    private static Conv2d Convolution(int from, int to, int kernel, int stride) =>
        Conv2d(from, to, kernel, stride: stride, padding: (long)(kernel / 2), bias: false);

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Conv2d first;
        private readonly BatchNorm2d norm1;
        private readonly Conv2d second;
        private readonly BatchNorm2d norm2;
        private readonly Conv2d shortcut;
        private readonly BatchNorm2d norm3;

        public Block(int from, int to, int stride)
            : base(nameof(Block))
        {
            (first, norm1) = (Convolution(from, to, 3, stride), BatchNorm2d(to));
            (second, norm2) = (Convolution(to, to, 3, 1), BatchNorm2d(to));
            (shortcut, norm3) = (Convolution(from, to, 1, stride), BatchNorm2d(to));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => functional.relu(
            norm2.call(second.call(functional.relu(norm1.call(first.call(input))))) + norm3.call(shortcut.call(input)));
    }
}
