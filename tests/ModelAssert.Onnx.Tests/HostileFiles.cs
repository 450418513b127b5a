using System.Text;
using Google.Protobuf;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Tests.Support;
using static ModelAssert.Onnx.Export.Attributes;
using static ModelAssert.Onnx.Format.TensorProto.Types;
using static ModelAssert.Onnx.Tests.Support.ModelBuilder;

namespace ModelAssert.Onnx.Tests;

public class HostileFiles
{
    [Fact]
    public void Missing_file()
    {
        var refusal = Assert.Throws<ModelAssertException>(() => OnnxClassifier.Load("/nowhere/model.onnx"));
        Assert.Equal(DiagnosticIds.ModelMissing, refusal.Id);
        Assert.Equal("/nowhere/model.onnx", refusal.File);
    }

    [Fact]
    public void A_folder()
    {
        var refusal = Assert.Throws<ModelAssertException>(() => OnnxClassifier.Load(Path.GetTempPath()));
        Assert.Equal(DiagnosticIds.ModelMissing, refusal.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Here is the model you asked for.")]
    [InlineData("{ \"ir_version\": 8 }")]
    [InlineData("PK\u0003\u0004archive/data.pkl")]
    [InlineData("\u0080\u0002}q")]
    [InlineData("<html>404</html>")]
    public void Not_a_model(string content) => Refuse(DiagnosticIds.ModelNotRecognised, Encoding.Latin1.GetBytes(content));

    [Fact]
    public void A_pointer_of_Git_LFS() =>
        Refuse(DiagnosticIds.ModelNotRecognised, Encoding.ASCII.GetBytes($"version https://git-lfs.github.com/spec/v1\noid sha256:{new string('a', 64)}\nsize 4815162\n"), "it is a Git LFS pointer, three lines that stand for the file. Run `git lfs pull`");

    [Fact]
    public void Names_that_speak_to_a_terminal_are_made_plain()
    {
        var node = Node("Relu\n::error::x", ["x"], "y");
        node.Name = "\u001b[2J##vso[task.complete]";
        Refuse(DiagnosticIds.OperatorsUnsupported, Small([node]), "Relu : :error::x");
        Refuse(DiagnosticIds.ModelMalformed, Small([Node("Add", ["x", "\n::error::z"], "y")]), "reads ' : :error::z', which is written by no node");
    }

    [Fact]
    public void Half_a_model() => Refuse(DiagnosticIds.ModelTruncated, Networks.File()[..5000]);

    [Fact]
    public void A_model_cut_off_before_its_graph() => Refuse(DiagnosticIds.ModelTruncated, new ModelProto { IrVersion = 8 });

    [Fact]
    public void A_name_that_nobody_writes() =>
        Refuse(DiagnosticIds.ModelMalformed, Small([Node("Relu", ["z"], "y")]), "reads 'z', which is written by no node");

    [Fact]
    public void A_cycle() => Refuse(
        DiagnosticIds.ModelMalformed,
        Small([Node("Add", ["x", "b"], "a"), Node("Relu", ["a"], "b"), Node("Relu", ["b"], "y")]),
        "not in order, or form a cycle");

    [Fact]
    public void An_output_written_twice() =>
        Refuse(DiagnosticIds.ModelMalformed, Small([Node("Relu", ["x"], "y"), Node("Relu", ["x"], "y")]), "written before");

    [Fact]
    public void An_output_that_nobody_writes() => Refuse(DiagnosticIds.ModelMalformed, Small([Node("Relu", ["x"], "z")]), "written by no node");

    [Fact]
    public void An_attribute_left_out() =>
        Refuse(DiagnosticIds.ModelMalformed, Small([Node("MaxPool", ["x"], "y")]), "lacks the attribute 'kernel_shape'");

    [Fact]
    public void An_attribute_of_another_type() =>
        Refuse(DiagnosticIds.ModelMalformed, Small([Node("MaxPool", ["x"], "y", Int("kernel_shape", 2))]), "is of the type Int");

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(1L << 40)]
    [InlineData(long.MaxValue)]
    public void Dimensions_that_are_not_there(long size)
    {
        var weight = Floats("w", [2], 1, 2);
        weight.Dims[0] = size;
        Refuse(DiagnosticIds.ModelMalformed, Small([Node("Mul", ["x", "w"], "y")], weight), "the tensor 'w'");
    }

    [Fact]
    public void An_empty_tensor_of_endless_size() => Refuse(
        DiagnosticIds.ModelMalformed, Small([Node("Mul", ["x", "w"], "y")], Floats("w", [0, 1 << 30, 1 << 30, 1 << 30])), "the tensor 'w'");

    [Fact]
    public void Shapes_that_do_not_fit() =>
        Refuse(DiagnosticIds.ModelMalformed, Small([Node("Gemm", ["x", "w"], "y")], Weights("w", 4, 4)), "Gemm 'y' cannot be computed");

    /// <summary>What libtorch says of these products would end the process.</summary>
    [Fact]
    public void Products_that_do_not_fit()
    {
        Refuse(DiagnosticIds.ModelMalformed, Small([Node("MatMul", ["x", "w"], "y")], Weights("w", 3, 5)), "do not fit each other");
        Refuse(DiagnosticIds.ModelMalformed, Small([Node("MatMul", ["x", "w"], "y")], LongsOf("w", [2, 2], 1, 2, 3, 4)), "have no product");
    }

    [Theory]
    [InlineData("strides")]
    [InlineData("dilations")]
    [InlineData("kernel_shape")]
    public void Windows_of_nothing(string attribute)
    {
        var kernel = attribute == "kernel_shape" ? Ints(attribute, [0, 0]) : Ints("kernel_shape", [2, 2]);
        AttributeProto[] attributes = attribute == "kernel_shape" ? [kernel] : [kernel, Ints(attribute, [0, 1])];
        Refuse(DiagnosticIds.ModelMalformed, Small([Node("MaxPool", ["x"], "y", attributes)]), "MaxPool 'y'");
    }

    [Fact]
    public void A_result_larger_than_memory() => Refuse(
        DiagnosticIds.ModelMalformed,
        Small([Node("ConstantOfShape", ["s"], "c"), Node("Add", ["x", "c"], "y")], Longs("s", 1 << 20, 1 << 20, 1 << 20, 1 << 20)),
        "too large");

    [Fact]
    public void A_tensor_that_doubles_forty_times()
    {
        NodeProto[] doublings = [.. Enumerable.Range(0, 40).Select(i => Node("Concat", [$"d{i}", $"d{i}"], $"d{i + 1}", Int("axis", 1)))];
        Refuse(DiagnosticIds.ModelMalformed, Small([Node("Relu", ["x"], "d0"), .. doublings, Node("Flatten", ["d40"], "y")]), "too large");
    }

    [Fact]
    public void A_picture_resized_beyond_memory() => Refuse(
        DiagnosticIds.ModelMalformed,
        Small([Node("Resize", ["x", "", "s"], "y")], Floats("s", [4], 1, 1, 1e6f, 1e6f)),
        "too large");

    [Fact]
    public void A_crop_from_far_away_ends()
    {
        var crop = Node("Resize", ["x", "r", "", "s"], "c", Text("mode", "linear"), Text("coordinate_transformation_mode", "tf_crop_and_resize"));
        var model = Small([crop, Node("Flatten", ["c"], "y")], Floats("r", [8], 0, 0, 0, 0, 1, 1, 1e31f, 1), Longs("s", 1, 1, 3, 3));
        // What it looks at is no number, and no mark is seen beside that.
        Refuse(DiagnosticIds.AnswersVary, model, "no proof was found");
    }

    [Fact]
    public void A_resize_by_no_number() => Refuse(
        DiagnosticIds.ModelMalformed, Small([Node("Resize", ["x", "", "", "s"], "y")], Longs("s", 1, 1, 0, -3)), "cannot become");

    [Fact]
    public void A_sum_whose_steps_are_larger_than_memory() => Refuse(
        DiagnosticIds.ModelMalformed,
        Small(
            [
                Node("ConstantOfShape", ["n"], "a"), Node("Concat", ["a", "a"], "b", Int("axis", 0)),
                Node("Einsum", ["a", "a", "b", "b"], "e", Text("equation", "a,b,c,d->abcd")), Node("Mul", ["x", "e"], "y"),
            ],
            Longs("n", 100000)),
        "too large");

    [Fact]
    public void A_range_without_end() => Refuse(
        DiagnosticIds.ModelMalformed,
        Small([Node("Range", ["a", "b", "c"], "r"), Node("Mul", ["x", "r"], "y")], Scalar("a", 0), Scalar("b", 1), Scalar("c", 0)),
        "is endless");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Remainders_that_end_a_process(long divisor)
    {
        // The smallest integer by -1, and any by 0, are signals rather than exceptions on most processors.
        var model = Small(
            [Node("Mod", ["a", "d"], "m"), Node("Cast", ["m"], "f", Int("to", 1)), Node("Add", ["x", "f"], "s"), Node("Flatten", ["s"], "y")],
            Longs("a", long.MinValue), Longs("d", divisor));
        if (divisor == 0)
            Refuse(DiagnosticIds.ModelMalformed, model, "Mod 'm' cannot be computed");
        else
            OnnxClassifier.Import(OnnxFile.Parse("hostile.onnx", model.ToByteArray())).Dispose();
    }

    [Fact]
    public void Indices_outside() => Refuse(
        DiagnosticIds.ModelMalformed,
        Small([Node("GatherND", ["x", "i"], "y")], LongsOf("i", [1, 2], 0, 7)),
        "an index is outside");

    [Fact]
    public void Sizes_that_overflow() => Refuse(
        DiagnosticIds.ModelMalformed,
        Small([Node("Pad", ["x", "p"], "y")], Longs("p", 0, 0, long.MaxValue, long.MaxValue, 0, 0, long.MaxValue, long.MaxValue)),
        "is no size");

    [Fact]
    public void A_part_that_is_not_split_off()
    {
        var split = Node("Split", ["x", "sizes"], "a", Int("axis", 2));
        split.Output.Add("b");
        Refuse(DiagnosticIds.ModelMalformed, Small([split, Node("Flatten", ["b"], "y")], Longs("sizes", 2)), "2 outputs for 1 parts");
    }

    [Fact]
    public void Weights_in_another_file()
    {
        var weight = new TensorProto { Name = "w", DataType = (int)DataType.Float, Dims = { 2 }, DataLocation = DataLocation.External };
        weight.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "../../etc/passwd" });
        Refuse(DiagnosticIds.ModelMalformed, Small([Node("Mul", ["x", "w"], "y")], weight), "save_as_external_data=False");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Weights_that_are_not_finite(float value) =>
        Refuse(DiagnosticIds.ModelNotFinite, Small([Node("Mul", ["x", "w"], "y")], Floats("w", [2], 1, value)), "'w'");

    [Fact]
    public void Operators_that_are_missing_are_listed_together()
    {
        var model = Small([Node("Loop", ["x"], "a"), Node("DFT", ["a"], "b"), Node("Quantum", ["b"], "c"), Node("DFT", ["c"], "y")]);
        model.Graph.Node[2].Domain = "com.example";
        model.Functions.Add(new FunctionProto { Name = "Mine", Domain = "local" });
        Refuse(DiagnosticIds.OperatorsUnsupported, model, "DFT, Loop, com.example.Quantum, local.Mine (a function of its own).");
    }

    [Fact]
    public void An_attribute_that_no_operator_reads() =>
        Refuse(DiagnosticIds.OperatorsUnsupported, Small([Node("Relu", ["x"], "y", Float("leak", 0.1))]), "the attribute 'leak'");

    [Fact]
    public void A_future_operator_set() =>
        Refuse(DiagnosticIds.OperatorsUnsupported, Model(1000, Graph([0, 1, 2, 2], [Node("Flatten", ["x"], "y")])), "1000");

    [Fact]
    public void Cut_off_anywhere_is_a_refusal()
    {
        var file = Networks.File();
        for (var length = 0; length < file.Length; length += 61)
            Assert.Throws<ModelAssertException>(() => OnnxFile.Parse("cut.onnx", file[..length]));
    }

    [Fact]
    public void Flipped_bits_are_a_refusal_or_another_model()
    {
        var file = Networks.File();
        var random = new Random(11);
        for (var i = 0; i < 600; i++)
        {
            var damaged = (byte[])file.Clone();

            // Half of them in the last kilobytes, where the graph's structure is thicker than in the weights.
            var place = i % 2 == 0 ? random.Next(file.Length) : file.Length - 1 - random.Next(1500);
            damaged[place] ^= (byte)(1 << random.Next(8));
            try
            {
                OnnxClassifier.Import(OnnxFile.Parse("flipped.onnx", damaged)).Dispose();
            }
            catch (ModelAssertException)
            {
                // Nothing else may come out.
            }
        }
    }

    private static ModelProto Small(NodeProto[] nodes, params TensorProto[] weights) => Model(13, Graph([0, 1, 2, 2], nodes, weights));

    private static void Refuse(string id, ModelProto model, string words = "") => Refuse(id, model.ToByteArray(), words);

    private static void Refuse(string id, byte[] bytes, string words = "")
    {
        var refusal = Assert.Throws<ModelAssertException>(() => OnnxClassifier.Import(OnnxFile.Parse("hostile.onnx", bytes)));
        Assert.Equal(id, refusal.Id);
        Assert.Equal("hostile.onnx", refusal.File);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }
}
