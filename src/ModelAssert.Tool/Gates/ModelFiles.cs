namespace ModelAssert.Tool.Gates;

/// <summary>Which files of a package are models: by extension, since nothing else says so.</summary>
internal sealed class ModelFiles
{
    private readonly HashSet<string> extensions;

    /// <param name="extensions">Such as <c>.onnx;.pt</c>.</param>
    public ModelFiles(string extensions) =>
        this.extensions = extensions.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public bool IsModel(string path) => extensions.Contains(Path.GetExtension(path));
}
