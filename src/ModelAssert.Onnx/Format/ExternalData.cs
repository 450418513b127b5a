using Google.Protobuf;
using static ModelAssert.Onnx.Format.TensorProto.Types;

namespace ModelAssert.Onnx.Format;

/// <summary>
/// Brings tensors that lie in other files into the model, so that whatever looks at it afterwards sees the bytes that were read. A model is untrusted
/// and names these files itself: they are read from its own folder and from nowhere else.
/// </summary>
internal static class ExternalData
{
    /// <summary>What protobuf can hold, and so what ONNX Runtime takes in one piece.</summary>
    private const long LargestModel = int.MaxValue - (1 << 20);

    /// <summary>Whether any tensor lies elsewhere.</summary>
    public static bool IsUsedBy(ModelProto model) => ModelParts.Tensors(model).Any(IsElsewhere);

    /// <summary>Whether a tensor lies elsewhere.</summary>
    public static bool IsElsewhere(TensorProto tensor) => tensor.DataLocation == DataLocation.External || tensor.ExternalData.Count > 0;

    /// <summary>Reads every tensor that lies elsewhere into the model.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="model">The model; it holds everything afterwards.</param>
    /// <returns>The bytes that were read, tensor by tensor, in their order; and the files that they are from, each whole.</returns>
    /// <exception cref="ModelAssertException">
    /// <c>MODELASSERT0010</c>: a file is missing; <c>MODELASSERT0012</c>: it ends early; <c>MODELASSERT0017</c>: it lies outside of the model's folder, it is not the
    /// file that the model states the checksum of, or the model contradicts itself.
    /// </exception>
    public static (IReadOnlyList<ByteString> Tensors, IReadOnlyList<ModelFile> Files) Inline(string path, ModelProto model)
    {
        var folder = new ModelFolder(path);
        var read = new List<ByteString>();
        var total = 0L;
        foreach (var tensor in ModelParts.Tensors(model).Where(IsElsewhere))
        {
            var place = ExternalPlace.Of(path, tensor);
            var size = TensorChecks.RequiredBytes(path, tensor);
            if (place.Length is { } stated && stated != size)
                throw OnnxErrors.Malformed(path, $"the tensor '{tensor.Name}' is {ShapeText.Of(tensor.Dims)} but has {stated} of {size} bytes elsewhere");
            total += size;
            if (total > LargestModel)
                throw OnnxErrors.OperatorsUnsupported(path, [$"more than {LargestModel} bytes of weights"]);

            tensor.RawData = UnsafeByteOperations.UnsafeWrap(folder.Read(place, (int)size, tensor.Name));
            read.Add(tensor.RawData);
            tensor.ExternalData.Clear();
            tensor.ClearDataLocation();
        }

        folder.RequireNoOverlap();
        return (read, folder.FilesRead());
    }
}
