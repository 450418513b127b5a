using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using ModelAssert.Artifacts;
using ModelAssert.Engine.Classifiers;
using ModelAssert.Filtering;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Import;
using ModelAssert.Onnx.Parity;
using TorchSharp;
using static ModelAssert.Onnx.Format.AttributeProto.Types;
using static ModelAssert.Onnx.Format.TensorProto.Types;

namespace ModelAssert.Onnx.Export;

/// <summary>
/// The file of a filter: the model's own graph, to the last bit, with four nodes that make the score of what the output layer reads, and one more output at the end. It is proven in ONNX Runtime
/// before it is written.
/// </summary>
internal static class FilterWriter
{
    /// <summary>The oldest operator set in which the nodes mean what they mean today.</summary>
    private const long OldestOpset = 7;

    /// <summary>From here on ReduceMax takes its axes as an input.</summary>
    private const long AxesAreAnInput = 18;

    /// <summary>Writes a filter.</summary>
    /// <param name="network">The model.</param>
    /// <param name="tap">What its output layer reads.</param>
    /// <param name="activations">The same, of images: <c>[N, neurons]</c>.</param>
    /// <param name="content">The score, and the settings beside it.</param>
    /// <param name="images">Images to prove the file on, <c>[N, C, H, W]</c>, float32, in the network's own pixel range.</param>
    /// <param name="path">Where to write; replaced as a whole, or not at all.</param>
    /// <exception cref="ModelAssertException">
    /// The operator set is too old (<c>MODELASSERT3003</c>), the file is not the model with the score (<c>0016</c>, <c>0017</c>), or it cannot be written (<c>0030</c>).
    /// </exception>
    public static void Write(ImportedNetwork network, ActivationTap tap, Func<torch.Tensor, torch.Tensor> activations, FilterContent content, torch.Tensor images, string path)
    {
        if (network.File.Opset < OldestOpset)
            throw OnnxErrors.NotFilterable(network.File.Path, $"its operator set {network.File.Opset} is older than {OldestOpset}");

        // A copy: what a newer format has, and this version does not know, is in it too.
        var model = network.File.Model.Clone();
        var output = AddScore(model.Graph, network, tap, content.Formula);
        SetMetadata(model, network, output, content);
        var bytes = model.ToByteArray();
        using (var proof = new FilterProof(network, bytes))
            proof.Require(some => content.Formula.Scores(activations(some)), output, images);
        ArtifactFolder.Open(Path.GetDirectoryName(Path.GetFullPath(path))!).Write(Path.GetFileName(path), stream => stream.Write(bytes));
    }

    /// <summary>Adds the nodes.</summary>
    /// <returns>The name of the score.</returns>
    private static string AddScore(GraphProto graph, ImportedNetwork network, ActivationTap tap, FilterFormula formula)
    {
        var names = new FreeNames(graph);
        var score = names.Take(FilterMetadata.ScoreName);
        var labels = formula.Labels.Count;
        var weight = AddConstant("weight", Floats(tap.OverPositions(formula.Weights(), labels), tap.Neurons * tap.Positions, labels));
        var bias = AddConstant("bias", Floats(formula.Biases(), labels));

        // Whatever precision the model computes in, a score is in float32.
        var values = Add("Cast", names.Take($"{score}/values"), [tap.Value], Attributes.Int("to", (long)DataType.Float));
        // What is run for one image at a time may have other things than the batch in front.
        var flat = Add("Flatten", names.Take($"{score}/flat"), [values], Attributes.Int("axis", IsOneByOne(network) ? 0 : 1));
        var perLabel = Add("Gemm", names.Take($"{score}/labels"), [flat, weight, bias]);
        if (network.File.Opset < AxesAreAnInput)
            Add("ReduceMax", score, [perLabel], Attributes.Ints("axes", [1]), Attributes.Int("keepdims", 0));
        else
            Add("ReduceMax", score, [perLabel, AddConstant("axes", new TensorProto { DataType = (int)DataType.Int64, Dims = { 1 }, Int64Data = { 1 } })], Attributes.Int("keepdims", 0));

        graph.Output.Add(new ValueInfoProto { Name = score, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = ShapeOf(network) } } });
        return score;

        // A node, not an initialiser: before format version 4 each of those is an input too.
        string AddConstant(string role, TensorProto value) =>
            Add("Constant", names.Take($"{score}/{role}"), [], new AttributeProto { Name = "value", Type = AttributeType.Tensor, T = value });

        string Add(string operation, string output, string[] inputs, params AttributeProto[] attributes)
        {
            graph.Node.Add(new NodeProto { OpType = operation, Name = names.TakeNode(output), Input = { inputs }, Output = { output }, Attribute = { attributes } });
            return output;
        }
    }

    private static bool IsOneByOne(ImportedNetwork network) => network.Input.IsForOneImage || !network.TakesBatches;

    /// <summary>One score for each image: the batch of the input.</summary>
    private static TensorShapeProto ShapeOf(ImportedNetwork network) =>
        new() { Dim = { network.File.Graph.Input.First(input => input.Name == network.Input.Name).Type.TensorType.Shape.Dim[0].Clone() } };

    private static void SetMetadata(ModelProto model, ImportedNetwork network, string score, FilterContent content)
    {
        // A filter of a filter speaks for itself.
        foreach (var old in model.MetadataProps.Where(entry => entry.Key.StartsWith(FilterMetadata.Prefix, StringComparison.Ordinal)).ToList())
            model.MetadataProps.Remove(old);

        Set(FilterMetadata.Version, FilterMetadata.CurrentVersion);
        Set(FilterMetadata.Model, network.File.Sha256);
        Set(FilterMetadata.Input, network.Input.Name);
        Set(FilterMetadata.Shape, string.Join(',', network.Input.Sizes));
        Set(FilterMetadata.Batch, IsOneByOne(network) ? FilterMetadata.OneByOne : FilterMetadata.AnyBatch);
        Set(FilterMetadata.Output, network.OutputName);
        Set(FilterMetadata.Labels, $"{network.LabelCount}");
        Set(FilterMetadata.InfectedLabels, string.Join(',', content.Formula.Labels.Select(label => label.Label)));
        Set(FilterMetadata.Score, score);
        Set(FilterMetadata.Threshold, content.Threshold.ToString("R", CultureInfo.InvariantCulture));
        Set(FilterMetadata.FalsePositiveRate, content.FalsePositiveRate.ToString("R", CultureInfo.InvariantCulture));
        if (content.SafeLabel is { } safe)
            Set(FilterMetadata.SafeLabel, $"{safe}");

        void Set(string key, string value) => model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
    }

    private static TensorProto Floats(float[] values, params long[] shape) =>
        new() { DataType = (int)DataType.Float, Dims = { shape }, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())) };

    /// <summary>Names that a graph does not have yet, nor gets twice.</summary>
    private sealed class FreeNames(GraphProto graph)
    {
        private readonly HashSet<string> values =
        [
            .. graph.Node.SelectMany(node => node.Input.Concat(node.Output)), .. graph.Input.Select(input => input.Name), .. graph.Output.Select(output => output.Name),
            .. graph.Initializer.Select(initializer => initializer.Name),
        ];

        private readonly HashSet<string> nodes = [.. graph.Node.Select(node => node.Name)];

        public string Take(string wanted) => Take(values, wanted);

        public string TakeNode(string wanted) => Take(nodes, wanted);

        private static string Take(HashSet<string> taken, string wanted)
        {
            var name = wanted;
            for (var i = 2; !taken.Add(name); i++)
                name = $"{wanted}_{i}";
            return name;
        }
    }
}
