namespace ModelAssert.Onnx.Import.Operators;

/// <summary>An operator of the catalogue.</summary>
/// <param name="Outputs">How many of its outputs are computed.</param>
/// <param name="Bind">Reads a node's attributes and makes the function.</param>
internal sealed record Operator(int Outputs, Func<NodeReader, ComputeAll> Bind)
{
    /// <summary>An operator with one output.</summary>
    public static Operator Of(Func<NodeReader, Compute> bind) => new(1, node =>
    {
        var compute = bind(node);
        return x => [compute(x)];
    });

    /// <summary>An operator with one output and no attributes.</summary>
    public static Operator Of(Compute compute) => new(1, _ => x => [compute(x)]);
}
