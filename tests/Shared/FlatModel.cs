using Google.Protobuf;
using ModelAssert.Onnx.Format;

namespace ModelAssert.Tests;

/// <summary>A model that takes the values of an image in a row, or without its channels, as scikit-learn, ML.NET and many a tutorial write it.</summary>
internal static class FlatModel
{
    /// <summary>The same network, given images of other sizes.</summary>
    /// <param name="model">A classifier of NCHW images, as a file.</param>
    /// <param name="picture">Channels, height and width.</param>
    /// <param name="sizes">The sizes of an image from now on; 0 is a free one with a name, as PyTorch writes it, −1 one without, as PaddlePaddle does.</param>
    /// <returns>The file.</returns>
    public static byte[] Of(byte[] model, long[] picture, params long[] sizes)
    {
        var copy = ModelProto.Parser.ParseFrom(model);
        var graph = copy.Graph;
        var input = graph.Input.Single(input => graph.Initializer.All(weight => weight.Name != input.Name));
        var dimensions = input.Type.TensorType.Shape.Dim;
        while (dimensions.Count > 1)
            dimensions.RemoveAt(1);
        dimensions.Add(sizes.Select(size => size == 0 ? new TensorShapeProto.Types.Dimension { DimParam = "free" } : new TensorShapeProto.Types.Dimension { DimValue = size }));
        foreach (var node in graph.Node)
        {
            for (var i = 0; i < node.Input.Count; i++)
            {
                if (node.Input[i] == input.Name)
                    node.Input[i] = "picture";
            }
        }

        graph.Initializer.Add(new TensorProto { Name = "sizes", DataType = (int)TensorProto.Types.DataType.Int64, Dims = { 4 }, Int64Data = { -1, picture[0], picture[1], picture[2] } });
        graph.Node.Insert(0, new NodeProto { OpType = "Reshape", Input = { input.Name, "sizes" }, Output = { "picture" } });
        return copy.ToByteArray();
    }
}
