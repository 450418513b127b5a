using Google.Protobuf;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Import;
using ModelAssert.Onnx.Tests.Support;
using TorchSharp;
using static ModelAssert.Onnx.Export.Attributes;
using static ModelAssert.Onnx.Format.TensorProto.Types;
using static ModelAssert.Onnx.Tests.Support.ModelBuilder;

namespace ModelAssert.Onnx.Tests;

public class Classifiers
{
    [Fact]
    public async Task Two_threads_at_once_get_the_same_answer()
    {
        using var classifier = Import(Networks.File());
        var runs = Enumerable.Range(0, 2).Select(_ => Task.Run(() => Enumerable.Range(0, 20).Select(_ => Answer(classifier)).ToArray()));

        var answers = (await Task.WhenAll(runs)).SelectMany(a => a).ToArray();

        Assert.All(answers, a => Assert.Equal(answers[0], a));

        static float[] Answer(OnnxClassifier classifier)
        {
            using var scope = torch.NewDisposeScope();
            var images = Networks.Images(4).requires_grad_(true);
            var logits = classifier.Logits(images);
            logits.square().sum().backward();
            return [.. logits.data<float>(), .. images.grad!.contiguous().data<float>()];
        }
    }

    [Fact]
    public void Channels_last_models_are_given_channels_first()
    {
        using var scope = torch.NewDisposeScope();
        var model = Model(13, Graph([0, 2, 5, 3], [Node("Flatten", ["x"], "f"), Node("Gemm", ["f", "w"], "y")], Weights("w", 30, 4)));
        using var classifier = Import(model.ToByteArray());
        var images = Networks.Images(3, new ImageShape(3, 2, 5));

        Assert.Equal(new ImageShape(3, 2, 5), classifier.InputShape);
        Assert.True(classifier.ProveImport(images).MaxAbsDifference < 1e-5);
    }

    [Fact]
    public void What_the_file_leaves_open_is_described()
    {
        using var scope = torch.NewDisposeScope();
        var model = Model(13, Graph([0, 3, 0, 0], [Node("Conv", ["x", "w"], "c"), Node("GlobalAveragePool", ["c"], "p"), Node("Flatten", ["p"], "y")], Weights("w", 4, 3, 3, 3)));
        Assert.Equal(DiagnosticIds.DescriptionIllegal, Assert.Throws<ModelAssertException>(() => Import(model.ToByteArray())).Id);

        using var classifier = Import(model.ToByteArray(), new ModelDescription { InputShape = new ImageShape(3, 6, 9) });
        Assert.Equal((new ImageShape(3, 6, 9), 4), (classifier.InputShape, classifier.LabelCount));
        Assert.True(classifier.ProveImport(Networks.Images(3, classifier.InputShape)).MaxAbsDifference < 1e-5);
    }

    [Fact]
    public void The_layout_is_described_where_the_sizes_do_not_show_it()
    {
        using var scope = torch.NewDisposeScope();
        var model = Model(13, Graph([0, 2, 5, 7], [Node("Flatten", ["x"], "f"), Node("Gemm", ["f", "w"], "y")], Weights("w", 70, 4)));
        using var first = Import(model.ToByteArray());
        using var last = Import(model.ToByteArray(), new ModelDescription { InputLayout = InputLayout.Nhwc });

        Assert.Equal((new ImageShape(2, 5, 7), new ImageShape(7, 2, 5)), (first.InputShape, last.InputShape));
        Assert.True(last.ProveImport(Networks.Images(3, last.InputShape)).MaxAbsDifference < 1e-5);
    }

    [Fact]
    public void The_output_is_described_where_there_are_several()
    {
        using var scope = torch.NewDisposeScope();
        var graph = Graph([0, 1, 3, 3], [Node("Flatten", ["x"], "f"), Node("Gemm", ["f", "v"], "a"), Node("Gemm", ["f", "w"], "y")], Weights("v", 9, 3), Weights("w", 9, 4));
        graph.Output.Insert(0, Value("a", DataType.Float, 0, 3));
        var model = Model(13, graph).ToByteArray();
        using var first = Import(model, new ModelDescription { OutputName = "a" });
        using var named = Import(model, new ModelDescription { OutputName = "y" });

        Assert.Equal((3, 4), (first.LabelCount, named.LabelCount));
        // The first one may be there for the scan alone.
        var open = Assert.Throws<ModelAssertException>(() => Import(model));
        Assert.Equal(DiagnosticIds.DescriptionIllegal, open.Id);
        Assert.Contains("2 outputs with one value for each of several labels: 'a', 'y'", open.Message, StringComparison.Ordinal);
        Assert.Contains("--output-name", open.Remedy, StringComparison.Ordinal);
        Assert.Equal("y; not looked at", first.Describe().Single(fact => fact.Name == "other outputs").Value);
        Assert.True(named.ProveImport(Networks.Images(3, named.InputShape)).MaxAbsDifference < 1e-5);
        Assert.Contains("no output 'z'", Assert.Throws<ModelAssertException>(() => Import(model, new ModelDescription { OutputName = "z" })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y", "p")]
    [InlineData("p", "y")]
    public void Logits_and_their_softmax_are_one_output(string first, string second)
    {
        var graph = Graph([0, 1, 3, 3], [Node("Flatten", ["x"], "f"), Node("Gemm", ["f", "w"], "y"), Node("Softmax", ["y"], "s"), Node("Identity", ["s"], "p")], Weights("w", 9, 4));
        graph.Output.Clear();
        graph.Output.Add([Value(first, DataType.Float), Value(second, DataType.Float)]);
        using var classifier = Import(Model(13, graph).ToByteArray());
        Assert.Equal(first, classifier.OutputName);
    }

    [Fact]
    public void Logits_that_are_said_to_be_probabilities_are_refused()
    {
        var model = Model(13, Graph([0, 1, 3, 3], [Node("Flatten", ["x"], "f"), Node("Gemm", ["f", "w"], "y")], Weights("w", 9, 4))).ToByteArray();
        var error = Assert.Throws<ModelAssertException>(() => Import(model, new ModelDescription { OutputKind = OutputKind.Probabilities }));
        Assert.Equal(DiagnosticIds.DescriptionIllegal, error.Id);
    }

    [Fact]
    public void Probabilities_that_no_softmax_makes_are_recognised_unless_they_are_said_to_be_logits()
    {
        using var scope = torch.NewDisposeScope();
        NodeProto[] nodes =
        [
            Node("Flatten", ["x"], "f"), Node("Gemm", ["f", "w"], "g"), Node("Exp", ["g"], "e"),
            Node("ReduceSum", ["e", "axis"], "s", Int("keepdims", 1)), Node("Div", ["e", "s"], "y"),
        ];
        var model = Model(13, Graph([0, 1, 3, 3], nodes, Weights("w", 9, 4), Longs("axis", 1))).ToByteArray();
        using var recognised = Import(model);
        using var literal = Import(model, new ModelDescription { OutputKind = OutputKind.Logits });
        var images = Networks.Images(3, recognised.InputShape);

        Assert.True(recognised.Logits(images).softmax(1).allclose(recognised.Outputs(images)));
        Assert.True(literal.Logits(images).equal(recognised.Outputs(images)).all().item<bool>());
        Assert.True(recognised.ProveImport(images).MaxAbsDifference < 1e-5);
    }

    [Fact]
    public void The_layers_that_mitigations_work_on_are_found_from_the_graph()
    {
        NodeProto[] nodes =
        [
            Node("Conv", ["x", "first"], "a"), Node("Conv", ["a", "last"], "b"), Node("Flatten", ["b"], "f"),
            Node("Gemm", ["f", "hidden"], "h", Int("transB", 1)), Node("Relu", ["h"], "r"), Node("Gemm", ["r", "output"], "y", Int("transB", 1)),
        ];
        using var classifier = Import(Model(13, Graph(
            [0, 1, 5, 5], nodes, Weights("first", 2, 1, 3, 3), Weights("last", 6, 2, 3, 3), Weights("hidden", 3, 6), Weights("output", 8, 3))).ToByteArray());
        var said = classifier.Describe().ToDictionary(fact => fact.Name, fact => fact.Value);

        Assert.Matches("^Conv .*: 6 channels, read by Gemm", said["last convolution"]);
        Assert.StartsWith("3 values, read by", said["second-to-last layer"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Softmax", 13, 1, true)]
    [InlineData("LogSoftmax", 13, -1, true)]
    [InlineData("Softmax", 11, 1, true)]
    [InlineData("Softmax", 13, 0, false)]
    public void A_softmax_over_the_labels_is_undone_and_no_other(string softmax, int opset, int axis, bool isUndone)
    {
        using var scope = torch.NewDisposeScope();
        NodeProto[] nodes =
        [
            Node("Flatten", ["x"], "f"), Node("Gemm", ["f", "w"], "g"), Node(softmax, ["g"], "s", Int("axis", axis)),
            Node("Identity", ["s"], "i"), Node("Cast", ["i"], "y", Int("to", 1)),
        ];
        using var classifier = Import(Model(opset, Graph([1, 1, 3, 3], nodes, Weights("w", 9, 4))).ToByteArray());
        var image = Networks.Images(1, classifier.InputShape);
        Assert.Equal(!isUndone, classifier.Logits(image).allclose(classifier.Outputs(image)));
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(1, 3)]
    [InlineData(3, 1)]
    public void Convolutions_keep_their_channels_last(int channels, int kernel)
    {
        using var scope = torch.NewDisposeScope();
        var model = Model(
            13, Graph([0, channels, 8, 8], [Node("Conv", ["x", "w"], "c"), Node("Relu", ["c"], "y")], Weights("w", 16, channels, kernel, kernel)));
        using var graph = GraphCompiler.Compile(OnnxFile.Parse("model.onnx", model.ToByteArray()));
        var images = Networks.Images(2, new ImageShape(channels, 8, 8));
        Assert.Equal(1, graph.Run(batch: 2, images)[0].stride(1));
    }

    [Fact]
    public void One_that_mixes_its_images_is_run_image_by_image()
    {
        using var scope = torch.NewDisposeScope();

        // The written-down 1 comes after the channels were moved to the front, where no batch can be told.
        NodeProto[] nodes =
        [
            Node("Transpose", ["x"], "t", Ints("perm", [1, 0, 2, 3])), Node("Reshape", ["t", "s"], "r"), Node("Gemm", ["r", "w"], "y"),
        ];
        var model = Model(13, Graph([1, 3, 2, 2], nodes, Longs("s", 1, 12), Weights("w", 12, 4)));
        using var classifier = Import(model.ToByteArray());
        var images = Networks.Images(6, classifier.InputShape);

        Assert.Equal([6, 4], classifier.Logits(images).shape);
        Assert.True(classifier.ProveImport(images).MaxAbsDifference < 1e-5);
    }

    [Fact]
    public void The_first_output_that_looks_like_labels_is_taken()
    {
        using var scope = torch.NewDisposeScope();
        var graph = Graph([0, 1, 2, 2], [Node("Relu", ["x"], "features"), Node("Flatten", ["x"], "y")]);
        graph.Output.Insert(0, Value("features", DataType.Float));
        using var classifier = Import(Model(13, graph).ToByteArray());
        Assert.Equal(4, classifier.LabelCount);
        Assert.Equal("y", classifier.OutputName);
    }

    [Fact]
    public void Two_inputs_are_one_too_many()
    {
        var graph = Graph([0, 1, 2, 2], [Node("Flatten", ["x"], "y")]);
        graph.Input.Add(Value("z", DataType.Float, 1));
        Refuse(Model(13, graph), "2 inputs");
    }

    [Fact]
    public void Images_of_any_size_are_refused() =>
        Refuse(Model(13, Graph([0, 3, 0, 0], [Node("GlobalAveragePool", ["x"], "y")])), "[3, n, n]", DiagnosticIds.DescriptionIllegal);

    [Fact]
    public void A_batch_of_eight_is_refused() => Refuse(Model(13, Graph([8, 1, 2, 2], [Node("Flatten", ["x"], "y")])), "fixed at 8");

    [Fact]
    public void An_image_is_no_answer() => Refuse(Model(13, Graph([0, 1, 2, 2], [Node("Relu", ["x"], "y")])), "puts out [1, 1, 2, 2]");

    [Fact]
    public void Images_of_another_shape_are_the_callers_mistake()
    {
        using var scope = torch.NewDisposeScope();
        using var classifier = Import(Networks.File());
        Assert.Throws<ArgumentException>(() => classifier.Logits(torch.zeros(1, 3, 10, 12)));
    }

    [Fact]
    public void One_that_rounds_to_half_precision_on_the_way_is_proven()
    {
        using var scope = torch.NewDisposeScope();
        NodeProto[] nodes =
        [
            Node("Add", ["x", "big"], "a"), Node("Cast", ["a"], "h", Int("to", (int)DataType.Float16)),
            Node("Cast", ["h"], "f", Int("to", (int)DataType.Float)), Node("Sub", ["f", "big"], "s"), Node("Flatten", ["s"], "y"),
        ];
        using var classifier = Import(Model(13, Graph([0, 1, 2, 2], nodes, Scalar("big", 2048))).ToByteArray());
        Assert.Equal(0, classifier.ProveImport(Networks.Images(3, classifier.InputShape)).MaxAbsDifference);
    }

    /// <summary>ONNX Runtime rounds outputs to 1/2048 at 0.5, and an import does not.</summary>
    [Fact]
    public void One_of_half_precision_is_proven_by_its_decisions()
    {
        using var scope = torch.NewDisposeScope();
        var graph = Graph([0, 1, 2, 2], [Node("Flatten", ["x"], "y")]);
        foreach (var value in graph.Input.Concat(graph.Output))
            value.Type.TensorType.ElemType = (int)DataType.Float16;
        using var classifier = Import(Model(13, graph).ToByteArray());
        float[] distinct = [.. Enumerable.Range(0, 400).Select(i => i % 4 * 0.25f + i * 1e-4f)];
        float[] alike = [.. Enumerable.Range(0, 400).Select(i => 0.5f + i % 4 * 1e-5f)];

        Assert.InRange(classifier.ProveImport(torch.tensor(distinct, [100, 1, 2, 2])).MaxAbsDifference, 1e-5, 1e-3);
        var refusal = Assert.Throws<ModelAssertException>(() => classifier.ProveImport(torch.tensor(alike, [100, 1, 2, 2])));
        Assert.Equal(DiagnosticIds.ImportNotProven, refusal.Id);
        Assert.Contains("of 100 samples another label than ONNX Runtime", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cast")]
    [InlineData("Hardmax")]
    public void One_without_a_gradient_is_refused_when_it_is_loaded(string last)
    {
        NodeProto[] end = last == "Cast"
            ? [Node("Cast", ["f"], "i", Int("to", (int)DataType.Int64)), Node("Cast", ["i"], "y", Int("to", (int)DataType.Float))]
            : [Node(last, ["f"], "y")];
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Model(13, Graph([0, 1, 2, 2], [Node("Flatten", ["x"], "f"), .. end])).ToByteArray());
            var refusal = Assert.Throws<ModelAssertException>(() => OnnxClassifier.Load(path));
            Assert.Equal(DiagnosticIds.NoGradient, refusal.Id);
            Assert.Equal(path, refusal.File);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Answers_that_are_not_numbers_are_found()
    {
        using var scope = torch.NewDisposeScope();
        var model = Model(13, Graph([0, 1, 2, 2], [Node("Log", ["x"], "l"), Node("Flatten", ["l"], "y")]));
        using var classifier = Import(model.ToByteArray());
        var refusal = Assert.Throws<ModelAssertException>(() => classifier.ProveImport(torch.zeros(1, 1, 2, 2) - 1));
        Assert.Equal(DiagnosticIds.ModelNotFinite, refusal.Id);
    }

    private static OnnxClassifier Import(byte[] file, ModelDescription? description = null) => OnnxClassifier.Import(OnnxFile.Parse("model.onnx", file), description);

    private static void Refuse(ModelProto model, string words, string id = DiagnosticIds.ModelNotAClassifier)
    {
        var refusal = Assert.Throws<ModelAssertException>(() => Import(model.ToByteArray()));
        Assert.Equal(id, refusal.Id);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }
}
