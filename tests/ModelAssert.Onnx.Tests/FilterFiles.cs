using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Filtering;
using ModelAssert.Onnx.Export;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Tests.Support;
using ModelAssert.Tests;
using TorchSharp;
using static ModelAssert.Onnx.Format.TensorProto.Types;
using static ModelAssert.Onnx.Tests.Support.ModelBuilder;

namespace ModelAssert.Onnx.Tests;

/// <summary>A filter is the model's own file with a score beside its outputs.</summary>
public sealed class FilterFiles : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    private string FilterPath => Path.Combine(folder, "filter.onnx");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(7, 1)]
    [InlineData(11, 2)]
    [InlineData(13, 1)]
    [InlineData(17, 2)]
    [InlineData(18, 1)]
    [InlineData(21, 2)]
    public void The_graph_stays_and_the_score_is_the_formula(int opset, int labels)
    {
        using var scope = torch.NewDisposeScope();
        using var original = Import(Network(opset, 0));
        var images = Networks.Images(5, original.InputShape);
        var content = Content(labels, neurons: 6);

        original.FindFilterTap().Write(content, images, FilterPath);

        var filter = ModelProto.Parser.ParseFrom(File.ReadAllBytes(FilterPath));
        Assert.Equal(["y", "backdoor_score"], filter.Graph.Output.Select(output => output.Name));
        Assert.Equal(original.File.Graph.Node, filter.Graph.Node.Take(original.File.Graph.Node.Count));
        Assert.Equal(original.File.Graph.Initializer, filter.Graph.Initializer);
        Assert.Equal(original.File.Graph.Input, filter.Graph.Input);

        using var session = new InferenceSession(FilterPath);
        var (logits, scores, shape) = Run(session, images, "x", "y", "backdoor_score");
        Assert.Equal([5], shape);
        Assert.True(torch.tensor(logits, [5, 4]).allclose(original.Logits(images), rtol: 1e-4, atol: 1e-5));
        Assert.True(torch.tensor(scores).allclose(content.Formula.Scores(Hidden(original, images)), rtol: 1e-4, atol: 1e-5));
        Assert.Equal("1.5", session.ModelMetadata.CustomMetadataMap[FilterMetadata.Threshold]);
        Assert.Equal(labels == 1 ? "1" : "1,3", session.ModelMetadata.CustomMetadataMap[FilterMetadata.InfectedLabels]);

        // The import of a filter is that of its model.
        using var again = OnnxClassifier.Load(FilterPath);
        Assert.True(again.Logits(images).equal(original.Logits(images)).all().item<bool>());
    }

    [Fact]
    public void It_is_the_same_file_each_time()
    {
        using var scope = torch.NewDisposeScope();
        using var original = Import(Network(13, 0));
        var images = Networks.Images(3, original.InputShape);

        original.FindFilterTap().Write(Content(2, 6), images, FilterPath);
        var first = File.ReadAllBytes(FilterPath);
        original.FindFilterTap().Write(Content(2, 6), images, FilterPath);

        Assert.Equal(first, File.ReadAllBytes(FilterPath));
        Assert.Single(Directory.EnumerateFiles(folder));
    }

    [Fact]
    public void Names_that_the_model_has_are_left_to_it()
    {
        using var scope = torch.NewDisposeScope();
        var model = Network(13, 0);
        model.Graph.Node.Add(Node("Relu", ["y"], "backdoor_score"));
        model.Graph.Node.Add(Node("Relu", ["y"], "backdoor_score_2/weight"));
        model.Graph.Output.Add(Value("backdoor_score", DataType.Float));
        model.MetadataProps.Add(new StringStringEntryProto { Key = "author", Value = "someone" });
        model.MetadataProps.Add(new StringStringEntryProto { Key = FilterMetadata.Threshold, Value = "99" });
        using var original = OnnxClassifier.Import(OnnxFile.Parse("model.onnx", model.ToByteArray()), new ModelDescription { OutputName = "y" });
        var images = Networks.Images(4, original.InputShape);

        original.FindFilterTap().Write(Content(1, 6), images, FilterPath);

        using var session = new InferenceSession(FilterPath);
        Assert.Equal(["y", "backdoor_score", "backdoor_score_2"], session.OutputNames);
        var metadata = session.ModelMetadata.CustomMetadataMap;
        Assert.Equal(("someone", "1.5", "backdoor_score_2"), (metadata["author"], metadata[FilterMetadata.Threshold], metadata[FilterMetadata.Score]));
    }

    [Fact]
    public void A_model_for_one_image_gives_one_score()
    {
        using var scope = torch.NewDisposeScope();
        // The 1 is written down: a batch of two would be taken for one image twice as large.
        var model = Model(13, Graph([1, 1, 2, 3],
            [Node("Reshape", ["x", "size"], "f"), Node("Relu", ["f"], "h"), Node("MatMul", ["h", "w"], "y")], Weights("w", 6, 4), Longs("size", 1, 6)));
        using var original = Import(model);
        var images = Networks.Images(3, original.InputShape);

        original.FindFilterTap().Write(Content(2, 6), images, FilterPath);

        using var session = new InferenceSession(FilterPath);
        Assert.Equal("1", session.ModelMetadata.CustomMetadataMap[FilterMetadata.Batch]);
        Assert.Equal([1], Run(session, images.narrow(0, 0, 1), "x", "y", "backdoor_score").Shape);
    }

    [Fact]
    public void A_layer_of_several_positions_is_looked_at_in_the_mean()
    {
        using var scope = torch.NewDisposeScope();
        // Three positions of two values each, read by the output layer before they are averaged, as in a network of tokens.
        var model = Model(13, Graph([0, 1, 3, 2],
            [
                Node("Squeeze", ["x", "one"], "t"), Node("Relu", ["t"], "h"), Node("MatMul", ["h", "w"], "p"),
                Node("ReduceMean", ["p"], "y", Attributes.Ints("axes", [1]), Attributes.Int("keepdims", 0)),
            ],
            Weights("w", 2, 4), Longs("one", 1)));
        using var original = Import(model);
        var images = Networks.Images(4, original.InputShape);
        var tap = original.FindFilterTap();

        Assert.Equal(2, tap.Neurons);
        Assert.True(tap.Activations(images).allclose(images.mean([1L, 2L])));
        // The proof in the writer compares the score in the file with that of the means.
        tap.Write(Content(1, neurons: 2), images, FilterPath);
        Assert.True(File.Exists(FilterPath));
    }

    [Fact]
    public void A_model_in_half_precision_whose_output_layer_is_a_convolution_has_a_score_in_float32()
    {
        using var scope = torch.NewDisposeScope();
        using var original = OnnxClassifier.Load(SharedFolder.Require("models/squeezenet1.0-fp16-opset7.onnx"));
        var tap = original.FindFilterTap();
        Assert.Equal(512, tap.Neurons);

        tap.Write(Content(2, tap.Neurons), Networks.Images(2, original.InputShape), FilterPath);

        using var session = new InferenceSession(FilterPath);
        Assert.Equal(Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float, session.OutputMetadata["backdoor_score"].ElementDataType);
    }

    [Fact]
    public void Weights_in_other_files_are_in_the_filter()
    {
        using var scope = torch.NewDisposeScope();
        var model = Network(13, 0);
        var weight = model.Graph.Initializer.Single(tensor => tensor.Name == "w");
        var source = Directory.CreateDirectory(Path.Combine(folder, "model")).FullName;
        File.WriteAllBytes(Path.Combine(source, "w.bin"), weight.RawData.ToByteArray());
        weight.ClearRawData();
        weight.DataLocation = DataLocation.External;
        weight.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "w.bin" });
        File.WriteAllBytes(Path.Combine(source, "model.onnx"), model.ToByteArray());
        using var original = OnnxClassifier.Load(Path.Combine(source, "model.onnx"));
        var images = Networks.Images(2, original.InputShape);

        original.FindFilterTap().Write(Content(1, 6), images, FilterPath);
        Directory.Delete(source, recursive: true);

        using var session = new InferenceSession(FilterPath);
        var (logits, _, _) = Run(session, images, "x", "y", "backdoor_score");
        Assert.True(torch.tensor(logits, [2, 4]).allclose(original.Logits(images), rtol: 1e-4, atol: 1e-5));
    }

    [Fact]
    public void What_has_no_such_layer_or_is_too_old_is_refused_and_nothing_is_written()
    {
        using var scope = torch.NewDisposeScope();
        using var plain = Import(Model(13, Graph([0, 4, 2, 2], [Node("GlobalAveragePool", ["x"], "p"), Node("Flatten", ["p"], "y")])));
        Assert.Equal(DiagnosticIds.FilterImpossible, Assert.Throws<ModelAssertException>(plain.FindFilterTap).Id);

        using var old = Import(Network(6, 0));
        var refusal = Assert.Throws<ModelAssertException>(() => old.FindFilterTap().Write(Content(1, 6), Networks.Images(2, old.InputShape), FilterPath));
        Assert.Equal(DiagnosticIds.FilterImpossible, refusal.Id);
        Assert.Empty(Directory.EnumerateFiles(folder));
    }

    private static OnnxClassifier Import(ModelProto model) => OnnxClassifier.Import(OnnxFile.Parse("model.onnx", model.ToByteArray()));

    /// <summary>Six hidden neurons and four labels, on images of 2x3 pixels.</summary>
    private static ModelProto Network(int opset, long batch) => Model(opset, Graph([batch, 1, 2, 3],
        [Node("Flatten", ["x"], "f"), Node("MatMul", ["f", "v"], "m"), Node("Relu", ["m"], "h"), Node("MatMul", ["h", "w"], "y")], Weights("v", 6, 6), Weights("w", 6, 4)));

    private static torch.Tensor Hidden(OnnxClassifier network, torch.Tensor images) =>
        images.flatten(1).matmul(ModelAssert.Onnx.Import.TensorReader.Read("model.onnx", network.File.Graph.Initializer.Single(tensor => tensor.Name == "v"))).relu();

    private static FilterContent Content(int labels, int neurons)
    {
        return new FilterContent(new FilterFormula(neurons, [.. ((FilterDirection[])[new(1, Of(2), -0.5f), new(3, Of(1, 5), -0.25f)]).Take(labels)]), Threshold: 1.5f, FalsePositiveRate: 0.05, SafeLabel: null);

        float[] Of(params int[] chosen) => [.. Enumerable.Range(0, neurons).Select(neuron => chosen.Contains(neuron) ? 0.75f + neuron : 0.125f)];
    }

    private static (float[] Logits, float[] Scores, long[] Shape) Run(InferenceSession session, torch.Tensor images, string input, string logits, string score)
    {
        using var value = OrtValue.CreateTensorValueFromMemory(images.contiguous().data<float>().ToArray(), images.shape);
        using var options = new RunOptions();
        using var outputs = session.Run(options, [input], [value], [logits, score]);
        return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[1].GetTensorDataAsSpan<float>().ToArray(), outputs[1].GetTensorTypeAndShape().Shape);
    }
}
