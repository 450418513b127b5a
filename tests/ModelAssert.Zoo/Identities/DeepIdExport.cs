using Google.Protobuf;
using ModelAssert.Attacks;
using ModelAssert.Onnx;
using ModelAssert.Onnx.Format;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace ModelAssert.Zoo;

/// <summary>
/// Writes a DeepID network as an ONNX file. The exporter writes chains; this network has two ways from its trunk to its head, so three chains are written and
/// joined. Weights are called as in the network: <c>trunk.conv1.weight</c>.
/// </summary>
internal static class DeepIdExport
{
    // What the exporter calls the ends of every chain.
    private const string Input = "image";
    private const string Output = "logits";

    /// <summary>Writes a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="image">The shape of one image.</param>
    /// <param name="path">The file.</param>
    public static void Write(DeepIdNetwork network, ImageShape image, string path)
    {
        var model = Export(Sequential(("trunk", network.Trunk), ("deep", network.Deep)), image);
        var shallow = Export(Sequential(("shallow", network.Shallow)), new ImageShape(60, 5, 4)).Graph;
        // The exporter takes images; the head takes their sum, one value a channel.
        var head = Export(Sequential(("flatten", Flatten()), ("head", network.Head)), new ImageShape(160, 1, 1)).Graph;

        Rename(model.Graph, Output, "deep.sum");
        Rename(shallow, Input, "trunk.pool3.out");
        Rename(shallow, Output, "shallow.sum");
        Rename(head, Input, "sum.out");
        Append(model.Graph, shallow);
        model.Graph.Node.Add(new NodeProto { Name = "sum", OpType = "Add", Input = { "shallow.sum", "deep.sum" }, Output = { "sum.out" } });
        Append(model.Graph, head);
        model.Graph.Output.Clear();
        model.Graph.Output.Add(head.Output);
        File.WriteAllBytes(path, model.ToByteArray());
    }

    private static ModelProto Export(Sequential chain, ImageShape input)
    {
        using var file = new MemoryStream();
        OnnxExporter.Export(chain, input, file);
        return ModelProto.Parser.ParseFrom(file.ToArray());
    }

    private static void Append(GraphProto graph, GraphProto chain)
    {
        graph.Node.Add(chain.Node);
        graph.Initializer.Add(chain.Initializer);
    }

    private static void Rename(GraphProto graph, string from, string to)
    {
        foreach (var node in graph.Node)
        {
            Rename(node.Input);
            Rename(node.Output);
        }

        void Rename(IList<string> values)
        {
            for (var i = 0; i < values.Count; i++)
                values[i] = values[i] == from ? to : values[i];
        }
    }
}
