using System.IO.Compression;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Import;
using TorchSharp;

namespace ModelAssert.Onnx.Tests.Conformance;

/// <summary>A case of the ONNX standard's own backend tests: a model, what it is given, what it must answer.</summary>
internal sealed class ConformanceCase
{
    private readonly byte[] model;
    private readonly Dictionary<string, byte[]> data;

    private ConformanceCase(string name, Dictionary<string, byte[]> files)
    {
        Name = name;
        model = files["model.onnx"];
        data = files;
    }

    public string Name { get; }

    /// <summary>All cases of the archive.</summary>
    public static IEnumerable<ConformanceCase> ReadAll(string archive)
    {
        using var zip = ZipFile.OpenRead(archive);
        foreach (var folder in zip.Entries.Where(e => e.Name.Length > 0).GroupBy(e => e.FullName.Split('/')[0]))
            yield return new ConformanceCase(folder.Key, folder.ToDictionary(e => e.Name, Bytes));
    }

    /// <summary>The node of a model that has only one, or null.</summary>
    public NodeProto? SingleNode() => ModelProto.Parser.ParseFrom(model).Graph.Node is [var node] ? node : null;

    /// <summary>Runs the import, and says what is wrong with its answer.</summary>
    /// <returns>Null if nothing is.</returns>
    public string? Run()
    {
        using var scope = torch.NewDisposeScope();
        using var graph = GraphCompiler.Compile(OnnxFile.Parse(Name, model));
        var answers = graph.Run(batch: 1, [.. Tensors("input")]);
        var expected = Tensors("output").ToArray();
        return expected.Length > answers.Length
            ? $"{answers.Length} outputs instead of {expected.Length}"
            : expected.Zip(answers, Difference).FirstOrDefault(d => d is not null);
    }

    /// <summary>The case's tolerances: relative 1e-3, absolute 1e-5, integers exactly.</summary>
    private static string? Difference(torch.Tensor expected, torch.Tensor answer)
    {
        // What is cast to double precision has it until the end, where the cases are read in float32.
        if (answer.dtype == torch.ScalarType.Float64)
            answer = answer.to(torch.ScalarType.Float32);
        if (expected.dtype != answer.dtype || !expected.shape.SequenceEqual(answer.shape))
            return $"{answer.dtype} [{string.Join(", ", answer.shape)}] instead of {expected.dtype} [{string.Join(", ", expected.shape)}]";

        var (wanted, given) = (expected.to(torch.ScalarType.Float64), answer.to(torch.ScalarType.Float64));
        return given.allclose(wanted, rtol: expected.is_floating_point() ? 1e-3 : 0, atol: expected.is_floating_point() ? 1e-5 : 0, equal_nan: true)
            ? null
            : $"off by {(given - wanted).abs().max().item<double>():g3}";
    }

    private IEnumerable<torch.Tensor> Tensors(string kind)
    {
        for (var i = 0; data.TryGetValue($"{kind}_{i}.pb", out var bytes); i++)
        {
            var tensor = TensorProto.Parser.ParseFrom(bytes);
            TensorChecks.RequireComplete(Name, tensor);
            yield return TensorReader.Read(Name, tensor);
        }
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
