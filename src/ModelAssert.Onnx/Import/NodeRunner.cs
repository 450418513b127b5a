using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Import.Operators;
using TorchSharp;

namespace ModelAssert.Onnx.Import;

/// <summary>Binds and runs single nodes, and says which one it was that failed.</summary>
internal static class NodeRunner
{
    /// <summary>Binds a node to its operator.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0013</c>, <c>MODELASSERT0017</c>: its attributes are refused or wrong.</exception>
    public static ComputeAll Bind(string path, string node, Operator operation, NodeReader reader) => Guard(path, node, () => operation.Bind(reader));

    /// <summary>Runs a node.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="node">The node, for messages.</param>
    /// <param name="compute">What it does.</param>
    /// <param name="inputs">The values of its inputs.</param>
    /// <param name="batch">How many images this is for.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0017</c>: its inputs do not fit it or each other.</exception>
    public static torch.Tensor[] Run(string path, string node, ComputeAll compute, torch.Tensor?[] inputs, long batch) =>
        Guard(path, node, () => compute(new Arguments(inputs, batch)));

    private static T Guard<T>(string path, string node, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is not ModelAssertException)
        {
            // libtorch checks shapes and types itself and throws what it likes; there is no better list of what can be wrong with a graph.
            throw OnnxErrors.NodeFails(path, node, e);
        }
    }
}
