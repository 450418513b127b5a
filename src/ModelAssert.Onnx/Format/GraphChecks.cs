namespace ModelAssert.Onnx.Format;

/// <summary>What a graph must be for the import to walk it once, from first node to last.</summary>
internal static class GraphChecks
{
    /// <summary>Every name is given once and before it is read; every tensor is as long as it says; nothing lies in another file.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0017</c>.</exception>
    public static void RequireSound(OnnxFile file)
    {
        foreach (var tensor in ExternalData.Tensors(file.Model))
            TensorChecks.RequireComplete(file.Path, tensor);
        foreach (var input in file.Graph.Input)
            RequireNoNegativeSize(file.Path, input);

        RequireResolvedNames(file.Path, file.Graph);
    }

    private static void RequireResolvedNames(string path, GraphProto graph)
    {
        var known = NamesBeforeTheFirstNode(path, graph);
        var produced = graph.Node.SelectMany(n => n.Output).ToHashSet();
        foreach (var node in graph.Node)
        {
            // An empty name is an input that is left out.
            foreach (var input in node.Input.Where(i => i.Length > 0 && !known.Contains(i)))
                throw OnnxErrors.Malformed(path, $"{node.Describe()} reads '{input}', which {Absence(input, produced)}");
            foreach (var output in node.Output.Where(o => o.Length > 0 && !known.Add(o)))
                throw OnnxErrors.Malformed(path, $"{node.Describe()} writes '{output}', which is written before");
            if (node.Attribute.GroupBy(a => a.Name).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
                throw OnnxErrors.Malformed(path, $"{node.Describe()} has two attributes '{twice.Key}'");
        }

        if (graph.Output.FirstOrDefault(o => !known.Contains(o.Name)) is { } unwritten)
            throw OnnxErrors.Malformed(path, $"its output '{unwritten.Name}' is written by no node");
    }

    private static HashSet<string> NamesBeforeTheFirstNode(string path, GraphProto graph)
    {
        var inputs = new HashSet<string>();
        foreach (var input in graph.Input.Where(i => !inputs.Add(i.Name)))
            throw OnnxErrors.Malformed(path, $"it has two inputs '{input.Name}'");

        // Before format version 4 every initialiser was listed as an input too.
        var initializers = new HashSet<string>();
        foreach (var initializer in graph.Initializer.Where(i => !initializers.Add(i.Name)))
            throw OnnxErrors.Malformed(path, $"it has two initialisers '{initializer.Name}'");

        inputs.UnionWith(initializers);
        inputs.Remove("");
        return inputs;
    }

    private static string Absence(string name, HashSet<string> produced) => produced.Contains(name)
        ? "is written only later: its nodes are not in order, or form a cycle"
        : "is written by no node";

    private static void RequireNoNegativeSize(string path, ValueInfoProto value)
    {
        foreach (var dimension in value.Type?.TensorType?.Shape?.Dim ?? [])
        {
            if (dimension.DimValue < 0)
                throw OnnxErrors.Malformed(path, $"its input '{value.Name}' has the size {dimension.DimValue}");
        }
    }
}
