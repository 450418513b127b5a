using Google.Protobuf;
using ModelAssert.Onnx.Export;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Import;
using ModelAssert.Onnx.Tests.Support;
using TorchSharp;
using static ModelAssert.Onnx.Export.Attributes;
using static ModelAssert.Onnx.Tests.Support.ModelBuilder;

namespace ModelAssert.Onnx.Tests;

/// <summary>Batch norms that are folded into convolutions, against the same graphs in which something keeps them from it.</summary>
public class Folding
{
    private static readonly ImageShape Image = new(3, 8, 8);

    private static TensorProto[] Statistics(string prefix, int channels) =>
        [Weights($"{prefix}s", channels), Weights($"{prefix}b", channels), Weights($"{prefix}m", channels), Positive($"{prefix}v", channels)];

    private static NodeProto Norm(string input, string prefix, string output) =>
        Node("BatchNormalization", [input, $"{prefix}s", $"{prefix}b", $"{prefix}m", $"{prefix}v"], output, Float("epsilon", 0.01f));

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(3, false)]
    public void Gives_the_same_values_and_gradients(int groups, bool hasBias)
    {
        using var scope = torch.NewDisposeScope();
        string[] inputs = hasBias ? ["x", "w", "bias"] : ["x", "w"];
        TensorProto[] weights = [Weights("w", 6, 3 / groups, 3, 3), Weights("bias", 6), .. Statistics("", 6)];
        using var folded = Compile(["y"], weights, Node("Conv", inputs, "c", Int("group", groups)), Norm("c", "", "y"));

        // The output of the convolution is asked for too, so it has to be there.
        using var unfolded = Compile(["y", "c"], weights, Node("Conv", inputs, "c", Int("group", groups)), Norm("c", "", "y"));

        Assert.Equal(["Conv"], folded.Steps.Select(step => step.Operator));
        Assert.Equal(["Conv", "BatchNormalization"], unfolded.Steps.Select(step => step.Operator));
        var (ours, theirs) = (ValueAndGradient(folded), ValueAndGradient(unfolded));
        AssertClose(theirs.Value, ours.Value);
        AssertClose(theirs.Gradient, ours.Gradient);
    }

    [Fact]
    public void Leaves_a_weight_that_others_read_as_it_is()
    {
        using var scope = torch.NewDisposeScope();
        TensorProto[] weights = [Weights("w", 6, 3, 3, 3), .. Statistics("", 6), .. Statistics("other", 6)];
        NodeProto[] nodes =
        [
            Node("Conv", ["x", "w"], "c1"), Norm("c1", "", "n1"), Node("Conv", ["x", "w"], "c2"), Norm("c2", "other", "n2"),
            Node("Conv", ["x", "w"], "c3"), Node("Sum", ["n1", "n2", "c3"], "y"),
        ];
        using var folded = Compile(["y"], weights, nodes);
        using var unfolded = Compile(["y", "c1", "c2"], weights, nodes);

        Assert.DoesNotContain("BatchNormalization", folded.Steps.Select(step => step.Operator));
        AssertClose(ValueAndGradient(unfolded).Value, ValueAndGradient(folded).Value);
    }

    [Fact]
    public void Leaves_a_convolution_that_others_read_and_weights_that_are_computed()
    {
        TensorProto[] weights = [Weights("w", 6, 3, 3, 3), .. Statistics("", 6)];
        using var readTwice = Compile(["y"], weights, Node("Conv", ["x", "w"], "c"), Norm("c", "", "n"), Node("Add", ["n", "c"], "y"));
        using var computed = Compile(
            ["y"], weights, Node("ReduceMean", ["x"], "mean", Int("keepdims", 0)), Node("Mul", ["w", "mean"], "scaled"), Node("Conv", ["x", "scaled"], "c"), Norm("c", "", "y"));

        Assert.Contains("BatchNormalization", readTwice.Steps.Select(step => step.Operator));
        Assert.Contains("BatchNormalization", computed.Steps.Select(step => step.Operator));
    }

    [Fact]
    public void Is_not_what_is_written()
    {
        var path = Path.GetTempFileName();
        using var scope = torch.NewDisposeScope();
        using var original = OnnxClassifier.Import(OnnxFile.Parse("exported.onnx", Networks.File()));
        Assert.Contains("conv1.weight", OnnxPatch.WeightsOf(original.Imported).Keys);
        Assert.Contains("norm1.running_var", OnnxPatch.WeightsOf(original.Imported).Keys);
        var head = TensorReader.Read("exported.onnx", original.File.Graph.Initializer.Single(tensor => tensor.Name == "head.bias"));

        original.Write(new Dictionary<string, torch.Tensor> { ["head.bias"] = head }, Networks.Images(4), path);

        var written = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        File.Delete(path);
        Assert.Equal(ModelProto.Parser.ParseFrom(Networks.File()), written);
    }

    private static CompiledGraph Compile(string[] outputs, TensorProto[] weights, params NodeProto[] nodes)
    {
        var graph = Graph([0, 3, 8, 8], nodes, weights);
        graph.Output.Clear();
        graph.Output.Add(outputs.Select(name => Value(name, TensorProto.Types.DataType.Float)));
        return GraphCompiler.Compile(OnnxFile.Parse("model.onnx", Model(13, graph).ToByteArray()));
    }

    private static (torch.Tensor Value, torch.Tensor Gradient) ValueAndGradient(CompiledGraph graph)
    {
        var images = Networks.Images(4, Image).requires_grad_();
        var value = graph.Run(batch: 4, images)[0];
        return (value, torch.autograd.grad([value.square().sum()], [images])[0]);
    }

    private static void AssertClose(torch.Tensor expected, torch.Tensor actual) =>
        Assert.True((expected - actual).abs().max().item<float>() <= 1e-5 * expected.abs().max().item<float>());
}
