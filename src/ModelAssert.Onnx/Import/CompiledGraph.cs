using ModelAssert.Onnx.Format;
using TorchSharp;

namespace ModelAssert.Onnx.Import;

/// <summary>
/// A graph as a flat list of steps over numbered slots. The slots of the weights are filled for good, and never ask for gradients; the others are new
/// for each run, so any number of threads may run it at once.
/// </summary>
/// <param name="path">The file, for messages.</param>
/// <param name="steps">The steps, in an order in which each finds its inputs.</param>
/// <param name="constants">One element per slot: its constant, or null. Owned by this graph.</param>
/// <param name="inputs">The slots that a run fills first.</param>
/// <param name="outputs">The slots that a run returns.</param>
internal sealed class CompiledGraph(string path, Step[] steps, torch.Tensor?[] constants, int[] inputs, int[] outputs) : IDisposable
{
    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<Step> Steps => steps;

    /// <summary>The slots that a run returns.</summary>
    public IReadOnlyList<int> Outputs => outputs;

    /// <summary>Runs the graph. Intermediate values are disposed of; what their gradients need lives on inside libtorch, as long as the outputs do.</summary>
    /// <param name="batch">How many images it is run for.</param>
    /// <param name="values">One tensor per input.</param>
    /// <returns>One tensor per output, moved out of the inner dispose scope: the caller, or its dispose scope, owns them.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0017</c>: a node cannot do its work on these values.</exception>
    public torch.Tensor[] Run(long batch, params ReadOnlySpan<torch.Tensor> values)
    {
        using var scope = torch.NewDisposeScope();
        var slots = (torch.Tensor?[])constants.Clone();
        for (var i = 0; i < inputs.Length; i++)
            slots[inputs[i]] = values[i];

        foreach (var step in steps)
            Run(step, slots, batch);

        // An output may be an input, a weight or another output: the alias is the caller's own.
        return Array.ConvertAll(outputs, o => slots[o]!.alias().MoveToOuterDisposeScope());
    }

    /// <summary>The same graph without what its outputs of choice do not need. The new graph takes the constants over; do not use this one any more.</summary>
    /// <param name="wanted">Slots that the new graph returns.</param>
    public CompiledGraph Only(params int[] wanted)
    {
        var needed = wanted.ToHashSet();
        var kept = new List<Step>();
        foreach (var step in steps.Reverse().Where(s => s.Outputs.Any(needed.Contains)))
        {
            kept.Add(step);
            needed.UnionWith(step.Inputs);
        }

        for (var slot = 0; slot < constants.Length; slot++)
        {
            if (needed.Contains(slot))
                continue;
            constants[slot]?.Dispose();
            constants[slot] = null;
        }

        kept.Reverse();
        return new CompiledGraph(path, [.. kept], constants, inputs, wanted);
    }

    /// <summary>The same graph with one step that lets its input through. It borrows this graph's constants, and is not disposed of.</summary>
    public CompiledGraph WithIdentityAt(Step step) =>
        new(path, [.. steps.Select(s => s == step ? s with { Compute = static x => [x[0].alias()] } : s)], constants, inputs, outputs);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var constant in constants)
            constant?.Dispose();
    }

    /// <summary>Runs one step over the slots.</summary>
    private void Run(Step step, torch.Tensor?[] slots, long batch)
    {
        var results = NodeRunner.Run(path, step.Node, step.Compute, Array.ConvertAll(step.Inputs, i => i < 0 ? null : slots[i]), batch);
        for (var i = 0; i < step.Outputs.Length && i < results.Length; i++)
        {
            if (step.Outputs[i] >= 0)
                slots[step.Outputs[i]] = results[i];
        }
    }
}
