namespace ModelAssert.Onnx.Format;

/// <summary>The folder of a model, in whose other files its weights may lie.</summary>
/// <param name="model">The model file.</param>
internal sealed class ModelFolder(string model)
{
    private readonly ClosedFolder folder = new(Path.GetDirectoryName(Path.GetFullPath(model))!);

    /// <summary>Reads a part of a file.</summary>
    /// <param name="location">Its path in the folder, as the model says.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="tensor">The tensor that lies there, for messages.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0010</c>, <c>MODELASSERT0012</c>, <c>MODELASSERT0017</c>.</exception>
    public byte[] Read(string location, long offset, int length, string tensor)
    {
        try
        {
            var (file, outside) = folder.Find(location);
            if (file is null)
                throw OnnxErrors.OutsideOfFolder(model, tensor, location, outside!);

            // A device or a pipe has no size; it is never opened.
            var size = new FileInfo(file).Length;
            if (offset > size || length > size - offset)
                throw OnnxErrors.Truncated(model, $"the tensor '{tensor}' lies at {offset} to {(decimal)offset + length} of '{location}', which has {size} bytes");
            if (length == 0)
                return [];

            using var stream = File.OpenRead(file);
            stream.Position = offset;
            var bytes = new byte[length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw OnnxErrors.ExternalDataMissing(model, tensor, location, e);
        }
    }
}
