using Google.Protobuf;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Tests.Support;
using TorchSharp;
using static ModelAssert.Onnx.Export.Attributes;
using static ModelAssert.Onnx.Tests.Support.ModelBuilder;

namespace ModelAssert.Onnx.Tests;

/// <summary>The gates of networks as exporters write them: they can be watched, driven and held, and a gate that is held at what it is changes nothing.</summary>
public sealed class GatesTests : IDisposable
{
    private readonly DisposeScope scope = torch.NewDisposeScope();

    public static TheoryData<string> Architectures => [.. ArchitectureGraphs.All.Keys];

    public void Dispose() => scope.Dispose();

    [Theory]
    [MemberData(nameof(Architectures))]
    public void All_layers_are_watched_driven_and_held(string name)
    {
        using var network = OnnxClassifier.Import(OnnxFile.Parse(name, Model(17, ArchitectureGraphs.All[name]).ToByteArray()));
        var gates = network.FindGates()!;
        var images = Networks.Images(3, network.InputShape);

        var values = gates.Watch(images);

        Assert.All(gates.Layers.Zip(values), layer => Assert.Equal([3, layer.First.Units], layer.Second.High.shape));
        foreach (var (place, layer) in gates.Layers.Index())
        {
            Gate[] some = [new(place, 0, Rises: true), new(place, layer.Units - 1, Rises: false), new(place, 0, Rises: true)];
            var (drive, outputs) = gates.Drive(images.detach().requires_grad_(true), some);
            Assert.Equal([3], drive.shape);
            // Forward, what is relaxed is exact.
            Assert.Equal(values[place].High[0, 0].item<float>(), outputs[0].High, 1e-5f);
            using var held = gates.Hold(some[0], images);
            Assert.True((held.Logits(images) - network.Logits(images)).abs().max().item<float>() < 1e-4, layer.Node);
        }
    }

    [Theory]
    [InlineData("Greater", 0.7f, 0.5f, 1)]
    [InlineData("Less", 0.7f, 0.5f, -1)]
    [InlineData("GreaterOrEqual", 0.2f, 0.5f, 1)]
    [InlineData("Equal", 0.2f, 0.5f, 1)]
    [InlineData("Equal", 0.7f, 0.5f, -1)]
    public void Conditions_say_which_way_they_change(string condition, float pixel, float bound, int direction)
    {
        // The mean of the image, compared; as a number, and once for each label.
        var graph = Graph(
            [0, 1, 2, 2],
            [
                Node("ReduceMean", ["x"], "m", Ints("axes", [1, 2, 3]), Int("keepdims", 0)), Node(condition, ["m", "b"], "c"), Node("Cast", ["c"], "n", Int("to", 1)),
                Node("Reshape", ["n", "column"], "r"), Node("Mul", ["r", "ones"], "s"), Node("Flatten", ["x"], "f"), Node("Add", ["s", "f"], "y"),
            ],
            Floats("b", [], bound), Longs("column", -1, 1), Floats("ones", [1, 4], 1, 1, 1, 1));
        using var network = OnnxClassifier.Import(OnnxFile.Parse("condition.onnx", Model(13, graph).ToByteArray()));
        var gates = network.FindGates()!;
        var layer = gates.Layers.Index().Single(entry => entry.Item.Operator == condition).Index;
        var image = torch.full(1, 1, 2, 2, pixel).requires_grad_(true);

        gates.Drive(image, [new Gate(layer, 0, Rises: true)]).Drive.sum().backward();

        Assert.Equal(direction, Math.Sign(image.grad!.sum().item<float>()));
    }
}
