using Google.Protobuf;

namespace ModelAssert.Onnx.Format;

/// <summary>A model file that was read and holds together: its names resolve, its tensors are complete. It is hostile until then.</summary>
internal sealed class OnnxFile
{
    /// <summary>
    /// The newest operator set whose conformance cases the import was run against; a newer one may mean something else by the same words.
    /// </summary>
    public const long NewestOpset = 28;

    private OnnxFile(string path, byte[] bytes, ModelProto model)
    {
        Path = path;
        Bytes = bytes;
        Model = model;
    }

    /// <summary>Where it was read from, for messages.</summary>
    public string Path { get; }

    /// <summary>The file as it was read. What is proven later is this, not whatever the path may hold by then.</summary>
    public byte[] Bytes { get; }

    /// <summary>What it says.</summary>
    public ModelProto Model { get; }

    /// <summary>The graph.</summary>
    public GraphProto Graph => Model.Graph;

    /// <summary>The version of ONNX's own operators that the graph is written in.</summary>
    public long Opset => Model.OpsetImport.First(o => Domains.IsDefault(o.Domain)).Version;

    /// <summary>The graph's inputs that no initialiser fills: what a run must be given.</summary>
    public IEnumerable<ValueInfoProto> RealInputs()
    {
        var filled = Graph.Initializer.Select(i => i.Name).ToHashSet();
        return Graph.Input.Where(i => !filled.Contains(i.Name));
    }

    /// <summary>Reads a file and checks it.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0010</c> to <c>0013</c> and <c>0017</c>.</exception>
    public static OnnxFile Read(string path) => Parse(path, ReadBytes(path));

    /// <summary>Checks a file that is in memory.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="bytes">The whole file.</param>
    public static OnnxFile Parse(string path, byte[] bytes)
    {
        switch (EnvelopeReader.Inspect(bytes))
        {
            case ModelEnvelope.Foreign:
                throw OnnxErrors.NotRecognised(path, bytes.Length == 0 ? "the file is empty" : "it does not begin as ONNX files do");
            case ModelEnvelope.EndsEarly:
                throw OnnxErrors.Truncated(path, $"its last field goes beyond the file's {bytes.Length} bytes");
        }

        var file = new OnnxFile(path, bytes, ParseModel(path, bytes));
        file.RequireOpset();
        GraphChecks.RequireSound(file);
        return file;
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw OnnxErrors.Missing(path, e);
        }
    }

    private static ModelProto ParseModel(string path, byte[] bytes)
    {
        try
        {
            return ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw OnnxErrors.Damaged(path, e);
        }
    }

    private void RequireOpset()
    {
        // Both are written after the version and the producer: a file cut between two fields lacks them.
        if (Model.Graph is null)
            throw OnnxErrors.Truncated(Path, "it holds no graph");
        if (!Model.OpsetImport.Any(o => Domains.IsDefault(o.Domain)))
            throw OnnxErrors.Truncated(Path, "it does not say which operator set it uses");
        if (Opset is < 1 or > NewestOpset)
            throw OnnxErrors.OperatorsUnsupported(Path, [$"operator set {Opset} (known are 1 to {NewestOpset})"]);
    }
}
