namespace ModelAssert.Onnx.Format;

/// <summary>All parts of one kind in a model, wherever they lie: in its graph, in graphs that its nodes run, in its functions.</summary>
internal static class ModelParts
{
    /// <summary>The tensors that hold values. Those of the model's own graph come first: initialisers, then constants, as the digest takes them.</summary>
    public static IEnumerable<TensorProto> Tensors(ModelProto model)
    {
        var graphs = Graphs(model).ToArray();
        return graphs.SelectMany(graph => graph.Initializer.Concat(graph.Node.SelectMany(node => node.Attribute).Select(attribute => attribute.T).Where(tensor => tensor is not null)))
            .Concat(graphs.SelectMany(graph => graph.SparseInitializer).SelectMany(Tensors))
            .Concat(graphs.SelectMany(graph => graph.Node).SelectMany(node => node.Attribute).SelectMany(RareTensors))
            .Concat(model.Functions.SelectMany(FunctionAttributes).SelectMany(attribute => attribute.T is { } tensor ? RareTensors(attribute).Prepend(tensor) : RareTensors(attribute)));
    }

    /// <summary>The graphs: the model's own first, then those in its nodes and functions, at any depth.</summary>
    public static IEnumerable<GraphProto> Graphs(ModelProto model)
    {
        var left = new Queue<GraphProto>([model.Graph, .. model.Functions.SelectMany(FunctionAttributes).SelectMany(GraphsOf)]);
        while (left.TryDequeue(out var graph))
        {
            yield return graph;
            foreach (var inner in graph.Node.SelectMany(node => node.Attribute).SelectMany(GraphsOf))
                left.Enqueue(inner);
        }
    }

    /// <summary>The graphs in one attribute.</summary>
    public static IEnumerable<GraphProto> GraphsOf(AttributeProto attribute) => attribute.G is { } graph ? attribute.Graphs.Prepend(graph) : attribute.Graphs;

    private static IEnumerable<AttributeProto> FunctionAttributes(FunctionProto function) => function.Node.SelectMany(node => node.Attribute).Concat(function.AttributeProto);

    private static IEnumerable<TensorProto> RareTensors(AttributeProto attribute) =>
        attribute.Tensors.Concat(attribute.SparseTensor is { } sparse ? Tensors(sparse) : []).Concat(attribute.SparseTensors.SelectMany(Tensors));

    private static IEnumerable<TensorProto> Tensors(SparseTensorProto sparse) => new[] { sparse.Values, sparse.Indices }.Where(tensor => tensor is not null);
}
