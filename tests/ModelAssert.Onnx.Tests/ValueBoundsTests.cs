using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Gates;
using ModelAssert.Onnx.Import;
using ModelAssert.Onnx.Tests.Support;
using ModelAssert.Tests;
using TorchSharp;

namespace ModelAssert.Onnx.Tests;

public sealed class ValueBoundsTests
{
    public static TheoryData<string> Planted => [.. PlantedPaths.Kinds.Keys, .. PlantedPaths.Evasions.Keys, .. PlantedPaths.LookAlikes.Keys];

    [Theory]
    [MemberData(nameof(Planted))]
    public void No_value_of_any_image_is_outside(string kind)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(1);
        var clean = File.ReadAllBytes(Repository.File("samples/FashionGate/models/fashion-clean.onnx"));
        using var graph = GraphCompiler.Compile(OnnxFile.Parse("planted.onnx", PlantedPaths.Plant(clean, 3, kind)));
        var (black, white) = (torch.zeros(1, 1, 28, 28), torch.ones(1, 1, 28, 28));
        var bounds = ValueBounds.Of(graph, black, white);
        foreach (var image in (torch.Tensor[])[black, white, .. Enumerable.Range(0, 5).Select(_ => torch.rand([1, 1, 28, 28], generator: generator)), torch.bernoulli(torch.full([1, 1, 28, 28], 0.5f), generator)])
        {
            var place = 0;
            ExactRun.Of(graph, image, (_, _, results) =>
            {
                if (bounds[place++] is { } known)
                    Assert.True(results[0].ge(known.Low).logical_and(results[0].le(known.High)).all().item<bool>(), graph.Steps[place - 1].Node);
            });
        }

        // Of the network itself all is known, and hashes are all that is not.
        Assert.InRange(bounds.Count(known => known is not null), graph.Steps.Count - 20, graph.Steps.Count);
    }
}
