using ModelAssert.Engine.Classifiers;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Parity;
using ModelAssert.Onnx.Tests.Support;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace ModelAssert.Onnx.Tests;

public class Exporting
{
    [Fact]
    public void Comes_back_as_the_same_function()
    {
        using var scope = torch.NewDisposeScope();
        using var network = Networks.OneOfEach();
        using var classifier = OnnxClassifier.Import(OnnxFile.Parse("exported.onnx", Networks.File()));
        var images = Networks.Images(4);

        Assert.Equal(Networks.Image, classifier.InputShape);
        Assert.Equal(5, classifier.LabelCount);
        Assert.True(classifier.Logits(images).allclose(network.forward(images), rtol: 0, atol: 1e-5));
        Assert.True(OnnxParity.Measure(classifier.Imported, images).MaxAbsDifference < 1e-5);
    }

    [Fact]
    public void Gives_the_same_bytes_again() => Assert.Equal(Networks.File(), Networks.File());

    [Fact]
    public void Writes_the_file_it_is_told_to()
    {
        var path = Path.GetTempFileName();
        using var network = Networks.OneOfEach();
        OnnxExporter.Export(network, Networks.Image, path);
        var written = File.ReadAllBytes(path);
        File.Delete(path);

        Assert.Equal(Networks.File(), written);
    }

    [Fact]
    public void Names_layers_as_their_author_did_or_by_kind_and_number()
    {
        var nodes = ModelProto.Parser.ParseFrom(Networks.File()).Graph;

        Assert.Equal(
            ["conv1", "norm1", "relu1", "pool1", "block.conv", "block.relu", "block.pool", "flatten1", "fc1", "relu2", "sigmoid1", "head"],
            nodes.Node.Select(n => n.Name));
        Assert.Contains("conv1.weight", nodes.Initializer.Select(i => i.Name));
        Assert.Equal("logits", nodes.Node[^1].Output[0]);
    }

    [Fact]
    public void Leaves_training_mode_and_statistics_alone()
    {
        using var network = Sequential(Conv2d(3, 2, 3), BatchNorm2d(2), Flatten(), Linear(2 * 10 * 8, 2));
        network.train();
        OnnxExporter.Export(network, Networks.Image, Stream.Null);
        Assert.True(network.training);
    }

    [Fact]
    public void Joins_two_paths_and_a_path_with_its_input()
    {
        using var scope = torch.NewDisposeScope();
        using var network = Sequential(
            ("conv1", Conv2d(3, 4, 3, padding: 1)),
            ("block1", new SumOfPaths(Sequential(("conv", Conv2d(4, 2, 3, stride: 2, padding: 1))), Sequential(("conv", Conv2d(4, 2, 1, stride: 2))))),
            ("block2", new SumOfPaths(Sequential(("relu", ReLU()), ("conv", Conv2d(2, 2, 1))), Sequential())),
            ("flatten", Flatten()));
        using var file = new MemoryStream();

        OnnxExporter.Export(network, Networks.Image, file);

        using var classifier = OnnxClassifier.Import(OnnxFile.Parse("sum.onnx", file.ToArray()));
        var images = Networks.Images(4);
        Assert.True(OnnxParity.Measure(classifier.Imported, images).MaxAbsDifference < 1e-5);
        Assert.True(classifier.Logits(images).allclose(network.forward(images), rtol: 0, atol: 1e-5));
        Assert.Equal(
            ["conv1", "block1.main.conv", "block1.shortcut.conv", "block1.sum", "block2.main.relu", "block2.main.conv", "block2.sum", "flatten"],
            ModelProto.Parser.ParseFrom(file.ToArray()).Graph.Node.Select(n => n.Name));
    }

    [Fact]
    public void Refuses_paths_that_do_not_fit_each_other()
    {
        using var network = Sequential(("block", new SumOfPaths(Sequential(("conv", Conv2d(3, 4, 1))), Sequential())), ("flatten", Flatten()));
        var refusal = Assert.Throws<ArgumentException>(() => OnnxExporter.Export(network, Networks.Image, Stream.Null));
        Assert.Contains("block.sum takes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_layers_it_does_not_know_by_name()
    {
        using var network = Sequential(("body", Sequential(("act", GELU()))), ("flat", Flatten()));
        var refusal = Assert.Throws<NotSupportedException>(() => OnnxExporter.Export(network, Networks.Image, Stream.Null));
        Assert.Contains("body.act is a GELU", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_layers_that_do_not_fit()
    {
        using var network = Sequential(Flatten(), Linear(7, 2));
        var refusal = Assert.Throws<ArgumentException>(() => OnnxExporter.Export(network, Networks.Image, Stream.Null));
        Assert.Contains("takes [7] per image and gets [360]", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_network_that_does_not_end_in_labels()
    {
        using var network = Sequential(Conv2d(3, 2, 3));
        Assert.Throws<ArgumentException>(() => OnnxExporter.Export(network, Networks.Image, Stream.Null));
    }
}
