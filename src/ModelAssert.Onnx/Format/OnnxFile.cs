using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;

namespace ModelAssert.Onnx.Format;

/// <summary>A model file that was read and holds together: its names resolve, its tensors are complete. It is hostile until then.</summary>
internal sealed class OnnxFile
{
    /// <summary>
    /// The newest operator set whose conformance cases the import was run against; a newer one may mean something else by the same words.
    /// </summary>
    public const long NewestOpset = 28;

    private OnnxFile(string path, byte[] bytes, ModelProto model, string sha256, IReadOnlyList<ModelFile>? files)
    {
        Path = path;
        Bytes = bytes;
        Model = model;
        Sha256 = sha256;
        Files = files;
    }

    /// <summary>Where it was read from, for messages.</summary>
    public string Path { get; }

    /// <summary>
    /// The model as it was read, with the data of other files in it. What is proven later is this, not whatever the paths may hold by then.
    /// </summary>
    public byte[] Bytes { get; }

    /// <summary>What it says.</summary>
    public ModelProto Model { get; }

    /// <summary>
    /// The digest of what was read: of the file; where tensors lie in other files, of a text that lists the digests of the file and of each such tensor, in the order of the tensors. No model file
    /// is such a text, so that no single file has the digest of several.
    /// </summary>
    public string Sha256 { get; }

    /// <summary>Where tensors lie in other files, the model's own file and these, each whole; else <see langword="null"/>.</summary>
    public IReadOnlyList<ModelFile>? Files { get; }

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

    /// <summary>Reads a file and checks it, with the data that it has in other files of its folder.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0010</c> to <c>0013</c> and <c>0017</c>.</exception>
    public static OnnxFile Read(string path)
    {
        var bytes = ReadBytes(path);
        var model = ParseModel(path, bytes);
        if (model.Graph is null || !ExternalData.IsUsedBy(model))
            return Check(path, bytes, model, DigestOf(bytes));

        var own = new ModelFile(System.IO.Path.GetFileName(path), DigestOf(bytes));
        var (tensors, files) = ExternalData.Inline(path, model);
        string[] everything = ["ONNX with external data", own.Sha256, .. tensors.Select(tensor => $"{DigestOf(tensor.Span)} {tensor.Length}")];
        return Check(path, model.ToByteArray(), model, DigestOf(Encoding.UTF8.GetBytes(string.Join('\n', everything))), [own, .. files]);
    }

    /// <summary>Checks a file that is in memory, and has nothing in other files.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="bytes">The whole file.</param>
    public static OnnxFile Parse(string path, byte[] bytes) =>
        Check(path, bytes, ParseModel(path, bytes), DigestOf(bytes));

    private static string DigestOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static OnnxFile Check(string path, byte[] bytes, ModelProto model, string sha256, IReadOnlyList<ModelFile>? files = null)
    {
        var file = new OnnxFile(path, bytes, model, sha256, files);
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
        if (GitLfsPointer.Is(bytes))
            throw Errors.ModelIsPointer(path);
        switch (EnvelopeReader.Inspect(bytes))
        {
            case ModelEnvelope.Foreign:
                throw OnnxErrors.NotRecognised(path, bytes.Length == 0 ? "the file is empty" : "it does not begin as ONNX files do");
            case ModelEnvelope.EndsEarly:
                throw OnnxErrors.Truncated(path, $"its last field goes beyond the file's {bytes.Length} bytes");
        }

        WireChecks.RequireOneMeaning(path, bytes);
        try
        {
            var model = ModelProto.Parser.ParseFrom(bytes);
            if (model.Graph is not null)
                OneValueChecks.Require(path, model);
            return model;
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
        if (Model.OpsetImport.Count == 0)
            throw OnnxErrors.Truncated(Path, "it does not say which operator set it uses");
        if (!Model.OpsetImport.Any(o => Domains.IsDefault(o.Domain)))
            throw OnnxErrors.OperatorsUnsupported(Path, Model.OpsetImport.Select(o => $"the operator set {o.Domain} without ONNX's own"));
        if (Opset is < 1 or > NewestOpset)
            throw OnnxErrors.OperatorsUnsupported(Path, [$"operator set {Opset} (known are 1 to {NewestOpset})"]);
    }
}
