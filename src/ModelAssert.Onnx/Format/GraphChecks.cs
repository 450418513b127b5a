using Google.Protobuf.Collections;

namespace ModelAssert.Onnx.Format;

/// <summary>What a graph must be for the import to walk it once, from first node to last.</summary>
internal static class GraphChecks
{
    /// <summary>How PaddlePaddle writes a size that is open; ONNX Runtime takes it for that.</summary>
    private const long Free = -1;

    /// <summary>Every name is given once and before it is read, in graphs within graphs and in functions too; every tensor is as long as it says; nothing lies in another file.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0017</c>.</exception>
    public static void RequireSound(OnnxFile file)
    {
        foreach (var tensor in ModelParts.Tensors(file.Model))
            TensorChecks.RequireComplete(file.Path, tensor);
        foreach (var input in file.Graph.Input)
            RequireNoNegativeSize(file.Path, input);

        RequireResolvedNames(file.Path, file.Graph, new HashSet<string>());

        var functions = new HashSet<(string, string, string)>();
        foreach (var function in file.Model.Functions)
        {
            if (!functions.Add((Domains.IsDefault(function.Domain) ? "" : function.Domain, function.Name, function.Overload)))
                throw OnnxErrors.Malformed(file.Path, $"it has two functions '{function.Name}'");
            RequireResolvedNames(file.Path, function);
        }
    }

    /// <param name="path">The file, for messages.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="outside">The names that the graph around it has given before this one: it may read them, and not give them again.</param>
    private static void RequireResolvedNames(string path, GraphProto graph, IReadOnlySet<string> outside)
    {
        var known = NamesBeforeTheFirstNode(path, graph);
        if (known.FirstOrDefault(outside.Contains) is { } hidden)
            throw OnnxErrors.Malformed(path, $"the graph '{graph.Name}' has a '{hidden}', as the graph around it has");
        known.UnionWith(outside);
        RequireResolvedNodes(path, graph.Node, known);

        var outputs = new HashSet<string>();
        foreach (var output in graph.Output)
        {
            if (!known.Contains(output.Name))
                throw OnnxErrors.Malformed(path, $"its output '{output.Name}' is written by no node");
            if (!outputs.Add(output.Name))
                throw OnnxErrors.Malformed(path, $"it has two outputs '{output.Name}'");
        }

        RequireOneKind(path, graph);
    }

    private static void RequireResolvedNames(string path, FunctionProto function)
    {
        var known = new HashSet<string>();
        foreach (var input in function.Input.Where(input => !known.Add(input)))
            throw OnnxErrors.Malformed(path, $"the function '{function.Name}' has two inputs '{input}'");
        if (Names.FirstRepeated(function.Output) is { } output)
            throw OnnxErrors.Malformed(path, $"the function '{function.Name}' has two outputs '{output}'");
        if (Names.FirstRepeated(function.Attribute.Concat(function.AttributeProto.Select(attribute => attribute.Name))) is { } attribute)
            throw OnnxErrors.Malformed(path, $"the function '{function.Name}' has two attributes '{attribute}'");

        RequireResolvedNodes(path, function.Node, known);
        if (function.Output.FirstOrDefault(name => !known.Contains(name)) is { } unwritten)
            throw OnnxErrors.Malformed(path, $"the output '{unwritten}' of the function '{function.Name}' is written by no node");
    }

    private static void RequireResolvedNodes(string path, IReadOnlyList<NodeProto> nodes, HashSet<string> known)
    {
        var produced = nodes.SelectMany(n => n.Output).ToHashSet();
        foreach (var node in nodes)
        {
            // An empty name is an input that is left out.
            foreach (var input in node.Input.Where(i => i.Length > 0 && !known.Contains(i)))
                throw OnnxErrors.Malformed(path, $"{node.Describe()} reads '{input}', which {Absence(input, produced)}");
            foreach (var inner in node.Attribute.SelectMany(ModelParts.GraphsOf))
                RequireResolvedNames(path, inner, known);
            foreach (var output in node.Output.Where(o => o.Length > 0 && !known.Add(o)))
                throw OnnxErrors.Malformed(path, $"{node.Describe()} writes '{output}', which is written before");
        }
    }

    private static HashSet<string> NamesBeforeTheFirstNode(string path, GraphProto graph)
    {
        var inputs = new HashSet<string>();
        foreach (var input in graph.Input.Where(i => !inputs.Add(i.Name)))
            throw OnnxErrors.Malformed(path, $"it has two inputs '{input.Name}'");

        // Before format version 4 every initialiser was listed as an input too.
        var initializers = new HashSet<string>();
        foreach (var initializer in graph.Initializer.Concat(graph.SparseInitializer.Select(sparse => sparse.Values).Where(values => values is not null)).Where(i => !initializers.Add(i.Name)))
            throw OnnxErrors.Malformed(path, $"it has two initialisers '{initializer.Name}'");

        inputs.UnionWith(initializers);
        inputs.Remove("");
        return inputs;
    }

    /// <summary>What is said of a value in several places is the same: a reader that believes one of them computes what the other would.</summary>
    private static void RequireOneKind(string path, GraphProto graph)
    {
        // Some writers say the same twice.
        if (Names.FirstRepeated(graph.ValueInfo.Distinct().Select(value => value.Name)) is { } twice)
            throw OnnxErrors.Malformed(path, $"it describes the value '{twice}' twice");

        var kinds = new Dictionary<string, int>(StringComparer.Ordinal);
        var said = graph.Initializer.Select(tensor => (tensor.Name, Kind: tensor.DataType)).Concat(
            graph.Input.Concat(graph.ValueInfo).Concat(graph.Output).Where(value => value.Type?.TensorType is { ElemType: not 0 }).Select(value => (value.Name, Kind: value.Type.TensorType.ElemType)));
        foreach (var (name, kind) in said)
        {
            if (!kinds.TryAdd(name, kind) && kinds[name] != kind)
                throw OnnxErrors.Malformed(path, $"the value '{name}' is {(TensorProto.Types.DataType)kinds[name]} in one place and {(TensorProto.Types.DataType)kind} in another");
        }

        var inputs = graph.Input.ToDictionary(input => input.Name, StringComparer.Ordinal);
        foreach (var tensor in graph.Initializer)
        {
            if (inputs.TryGetValue(tensor.Name, out var input) && input.Type?.TensorType?.Shape is { } shape && !Fits(shape, tensor.Dims))
                throw OnnxErrors.Malformed(path, $"the tensor '{tensor.Name}' is {ShapeText.Of(tensor.Dims)}, and the input of its name is not");
        }
    }

    private static bool Fits(TensorShapeProto shape, RepeatedField<long> sizes) => shape.Dim.Count == sizes.Count
        && shape.Dim.Zip(sizes).All(pair => pair.First.DimValue is 0 or Free || pair.First.DimValue == pair.Second);

    private static string Absence(string name, HashSet<string> produced) => produced.Contains(name)
        ? "is written only later: its nodes are not in order, or form a cycle"
        : "is written by no node";

    private static void RequireNoNegativeSize(string path, ValueInfoProto value)
    {
        foreach (var dimension in value.Type?.TensorType?.Shape?.Dim ?? [])
        {
            if (dimension.DimValue is < 0 and not Free)
                throw OnnxErrors.Malformed(path, $"its input '{value.Name}' has the size {dimension.DimValue}");
        }
    }
}
