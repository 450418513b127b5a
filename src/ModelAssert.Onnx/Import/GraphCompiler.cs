using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Import.Operators;
using TorchSharp;

namespace ModelAssert.Onnx.Import;

/// <summary>Compiles a graph: binds each node to its operator, and computes once and for all what does not depend on an input.</summary>
internal sealed class GraphCompiler
{
    private readonly OnnxFile file;
    private readonly IReadOnlySet<string> learnt;
    private readonly HashSet<int> free = [];
    private readonly HashSet<string> namesRead;
    private readonly Dictionary<string, int> slots = [];
    private readonly List<torch.Tensor?> constants = [];
    private readonly List<Step> steps = [];
    private readonly QuantizedValues quantized = new();

    private GraphCompiler(OnnxFile file, IReadOnlySet<string> learnt)
    {
        this.file = file;
        this.learnt = learnt;
        namesRead = [.. file.Graph.Node.SelectMany(n => n.Input), .. file.Graph.Output.Select(o => o.Name)];
    }

    /// <summary>Compiles the graph of a file, with all its outputs.</summary>
    /// <param name="file">The file.</param>
    /// <param name="learnt">The weights that shall stay free: nothing is computed of them once and for all, and no batch norm is folded.</param>
    /// <returns>The graph, which the caller owns. Its inputs are those that no initialiser fills.</returns>
    /// <exception cref="ModelAssertException">
    /// <c>MODELASSERT0013</c>: operators, or forms of them, that the import lacks; <c>MODELASSERT0015</c>: weights that are not finite;
    /// <c>MODELASSERT0017</c>: a node that cannot be.
    /// </exception>
    public static CompiledGraph Compile(OnnxFile file, IReadOnlySet<string>? learnt = null)
    {
        OperatorChecks.RequireKnown(file);
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        return new GraphCompiler(file, learnt ?? new HashSet<string>()).Compile();
    }

    private CompiledGraph Compile()
    {
        foreach (var input in file.Graph.Input.Where(i => i.Type?.TensorType is not null))
            quantized.Declare(input.Name, (TensorProto.Types.DataType)input.Type.TensorType.ElemType);
        foreach (var initializer in file.Graph.Initializer)
        {
            SetConstant(initializer.Name, ReadWeight(initializer));
            quantized.Declare(initializer.Name, initializer.ElementType);
        }

        if (file.RealInputs().FirstOrDefault(i => i.Type is { TensorType: null }) is { } other)
            throw OnnxErrors.OperatorsUnsupported(file.Path, [$"inputs that are no tensors ('{other.Name}')"]);
        // Eight bits of mantissa are a rounding that shows, and float32 would not do it.
        if (file.Graph.Output.FirstOrDefault(o => o.Type?.TensorType?.ElemType == (int)TensorProto.Types.DataType.Bfloat16) is { } rounded)
            throw OnnxErrors.OperatorsUnsupported(file.Path, [$"outputs in bfloat16 ('{rounded.Name}')"]);
        var inputs = file.RealInputs().Select(i => SlotOf(i.Name)).ToArray();
        foreach (var node in file.Graph.Node)
            Add(node);

        var outputs = file.Graph.Output.Select(o => OutputSlot(o.Name)).ToArray();
        if (learnt.Count == 0)
            BatchNormFolding.Apply(steps, constants, outputs);
        ConvolutionLayout.Apply(steps, constants);
        foreach (var constant in constants)
            constant?.DetachFromDisposeScope();
        return new CompiledGraph(file.Path, [.. steps], [.. constants], inputs, outputs, slots, learnt.ToDictionary(name => name, name => slots[name]));
    }

    private torch.Tensor ReadWeight(TensorProto initializer)
    {
        var weight = TensorReader.Read(file.Path, initializer);
        if (weight.is_floating_point() && !weight.isfinite().all().item<bool>())
            throw OnnxErrors.NotFinite(file.Path, $"The weight '{initializer.Name}'");
        return weight;
    }

    private void Add(NodeProto node)
    {
        var inputs = node.Input.Select(SlotOf).ToArray();
        var values = Array.ConvertAll(inputs, i => i < 0 ? null : constants[i]);
        var compute = Bind(node, new NodeReader(file.Path, node, file.Opset, values, quantized));

        if (inputs.All(i => i < 0 || constants[i] is not null))
        {
            var results = NodeRunner.Run(file.Path, node.Describe(), compute, values, batch: 1);
            foreach (var (name, value) in node.Output.Zip(results))
                SetConstant(name, value);
            if (!inputs.Any(free.Contains))
                return;
            // Its first value is known, which operators may ask for while they are bound; that of a run is computed then.
            free.UnionWith(node.Output.Select(SlotOf));
        }

        steps.Add(new Step(node.Describe(), node.OpType, compute, inputs, [.. node.Output.Select(SlotOf)]));
    }

    private ComputeAll Bind(NodeProto node, NodeReader reader)
    {
        var operation = OperatorCatalogue.Find(node)!;
        if (node.Output.Skip(operation.Outputs).Any(namesRead.Contains))
            throw reader.Unsupported($"more than {operation.Outputs} outputs");

        var compute = NodeRunner.Bind(file.Path, node.Describe(), operation, reader);
        quantized.Follow(node, reader);
        reader.RequireAllRead();
        return compute;
    }

    /// <summary>The slot of an output. Quantised values leave the graph as the integers that they are in the file.</summary>
    private int OutputSlot(string name)
    {
        var slot = SlotOf(name);
        if (quantized.QuantizedKindOf(name) is not { } kind)
            return slot;
        if (TensorReader.TypeOf(kind) is not { } type)
            throw OnnxErrors.OperatorsUnsupported(file.Path, [$"outputs of the kind {kind} ('{name}')"]);

        constants.Add(constants[slot]?.to(type));
        if (constants[slot] is null)
            steps.Add(new Step($"output '{name}'", "Cast", x => [x[0].to(type)], [slot], [constants.Count - 1]));
        return constants.Count - 1;
    }

    private int SlotOf(string name)
    {
        if (name.Length == 0)
            return -1;
        if (slots.TryGetValue(name, out var slot))
            return slot;

        slots.Add(name, constants.Count);
        constants.Add(null);
        return constants.Count - 1;
    }

    private void SetConstant(string name, torch.Tensor value)
    {
        if (SlotOf(name) is not (>= 0 and var slot))
            return;
        constants[slot] = value;
        if (learnt.Contains(name))
            free.Add(slot);
    }
}
