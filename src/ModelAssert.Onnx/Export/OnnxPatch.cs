using Google.Protobuf;
using ModelAssert.Artifacts;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Import;
using TorchSharp;

namespace ModelAssert.Onnx.Export;

/// <summary>
/// The way home for changed weights: the same file, with its graph, names and metadata as they were, and other values in some of its weights. The result is
/// imported and proven against ONNX Runtime before it is written.
/// </summary>
internal static class OnnxPatch
{
    /// <summary>The weights of a model that can be changed: floating point, by the names they have in the file, initialisers and constants alike.</summary>
    /// <param name="network">The model.</param>
    /// <returns>Names and shapes, in the order of the file.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<long>> WeightsOf(ImportedNetwork network)
    {
        return Tensors(network.File.Model).Where(entry => entry.Tensor.ElementType is
                TensorProto.Types.DataType.Float or TensorProto.Types.DataType.Double or TensorProto.Types.DataType.Float16 or TensorProto.Types.DataType.Bfloat16)
            .ToDictionary(entry => entry.Name, entry => (IReadOnlyList<long>)[.. entry.Tensor.Dims]);
    }

    /// <summary>Writes the model with other weights.</summary>
    /// <param name="network">The model; stays as it is.</param>
    /// <param name="weights">New values by name, of the shape that the weight has; rounded to the precision it has in the file. The caller keeps them.</param>
    /// <param name="prove">Imports the result and proves it.</param>
    /// <param name="path">Where to write; replaced as a whole, or not at all.</param>
    /// <returns>The proof.</returns>
    /// <exception cref="ArgumentException">A name is not one of <see cref="WeightsOf"/>, or its values are of another shape.</exception>
    /// <exception cref="ModelAssertException">
    /// The result is no sound model any more (<c>MODELASSERT0015</c>, <c>0016</c>, <c>0017</c>), or cannot be written (<c>0030</c>).
    /// </exception>
    public static ImportParity Write(ImportedNetwork network, IReadOnlyDictionary<string, torch.Tensor> weights, Func<OnnxFile, ImportParity> prove, string path)
    {
        // A copy: descriptions and whatever else the import has no use for are in it too.
        var model = network.File.Model.Clone();
        var tensors = Tensors(model).ToDictionary(entry => entry.Name, entry => entry.Tensor);
        foreach (var (name, values) in weights)
        {
            if (!tensors.TryGetValue(name, out var tensor))
                throw new ArgumentException($"The model has no weight '{name}'.", nameof(weights));
            WeightWriter.Replace(tensor, values);
        }

        var bytes = model.ToByteArray();
        var parity = prove(OnnxFile.Parse(path, bytes));
        ArtifactFolder.Open(Path.GetDirectoryName(Path.GetFullPath(path))!).Write(Path.GetFileName(path), stream => stream.Write(bytes));
        return parity;
    }

    private static IEnumerable<(string Name, TensorProto Tensor)> Tensors(ModelProto model) =>
    [
        .. model.Graph.Initializer.Select(tensor => (tensor.Name, tensor)),
        .. model.Graph.Node.Where(node => node.OpType == "Constant").SelectMany(node =>
            node.Attribute.Where(attribute => attribute.Name == "value" && attribute.T is not null).Select(attribute => (node.Output[0], attribute.T))),
    ];
}
