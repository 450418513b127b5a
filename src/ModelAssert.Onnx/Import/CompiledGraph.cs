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
/// <param name="names">The slots by the names that their values have in the file.</param>
/// <param name="learnt">The slots of the weights that may change between runs, by name: what is computed of them alone is computed anew in each run.</param>
internal sealed class CompiledGraph(
    string path, Step[] steps, torch.Tensor?[] constants, int[] inputs, int[] outputs, IReadOnlyDictionary<string, int> names, IReadOnlyDictionary<string, int> learnt) : IDisposable
{
    /// <summary>For each step, the slots that nothing reads after it.</summary>
    private readonly int[][] lastReads = FindLastReads(steps, constants, inputs, outputs);

    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<Step> Steps => steps;

    /// <summary>The slots that a run fills first.</summary>
    public IReadOnlyList<int> Inputs => inputs;

    /// <summary>The slots that a run returns.</summary>
    public IReadOnlyList<int> Outputs => outputs;

    /// <summary>For a step, by its place among <see cref="Steps"/>, the slots that nothing reads after it.</summary>
    public IReadOnlyList<int> LastReadBy(int step) => lastReads[step];

    /// <summary>Runs one step.</summary>
    /// <param name="step">A step of this graph.</param>
    /// <param name="values">The values of its inputs; null for those left out.</param>
    /// <param name="batch">How many images this is for.</param>
    /// <returns>Its outputs. The current dispose scope owns them.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0017</c>: it cannot do its work on these values.</exception>
    public torch.Tensor[] Run(Step step, torch.Tensor?[] values, long batch) => NodeRunner.Run(path, step.Node, step.Compute, values, batch);

    /// <summary>Whether the value of a slot is computed, rather than known at load.</summary>
    public bool DependsOnInput(int slot) => constants[slot] is null;

    /// <summary>The weights that may change between runs, by name: those that this graph reads.</summary>
    public IReadOnlyDictionary<string, torch.Tensor> Learnt =>
        learnt.Where(entry => steps.Any(step => step.Inputs.Contains(entry.Value))).ToDictionary(entry => entry.Key, entry => constants[entry.Value]!);

    /// <summary>The weight in a slot, if it is one that may change between runs; owned by this graph.</summary>
    public torch.Tensor? FindLearnt(int slot) => learnt.Values.Contains(slot) ? constants[slot] : null;

    /// <summary>The value of a slot that is known at load; owned by this graph.</summary>
    public torch.Tensor ValueOf(int slot) => constants[slot]!;

    /// <summary>The name that a slot's value has in the file, or <see langword="null"/> if the import made it.</summary>
    public string? NameOf(int slot) => names.FirstOrDefault(entry => entry.Value == slot).Key;

    /// <summary>The shape of a slot that is known at load.</summary>
    public long[] ShapeOf(int slot) => constants[slot]!.shape;

    /// <summary>
    /// Runs the graph. Intermediate values are disposed of; what their gradients need lives on inside libtorch, as long as the outputs do.
    /// </summary>
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

        for (var i = 0; i < steps.Length; i++)
        {
            Fill(slots, steps[i], batch);

            // Memory that the next step can have while it is still in the processor's cache. What a gradient needs is held by libtorch.
            foreach (var slot in lastReads[i])
                slots[slot]!.Dispose();
        }

        // An output may be an input, a weight or another output: the alias is the caller's own.
        return Array.ConvertAll(outputs, o => slots[o]!.alias().MoveToOuterDisposeScope());
    }

    /// <summary>
    /// The same graph without what its outputs of choice do not need. The new graph takes the constants over; do not use this one any more.
    /// </summary>
    /// <param name="wanted">Slots that the new graph returns.</param>
    public CompiledGraph Only(params int[] wanted)
    {
        var (kept, needed) = NeededFor(wanted);
        for (var slot = 0; slot < constants.Length; slot++)
        {
            if (needed.Contains(slot))
                continue;
            constants[slot]?.Dispose();
            constants[slot] = null;
        }

        return new CompiledGraph(path, kept, constants, inputs, wanted, names, learnt);
    }

    /// <summary>The same graph up to values inside of it. It borrows this graph's constants, and is not disposed of.</summary>
    /// <param name="wanted">The values' slots.</param>
    public CompiledGraph UpTo(params int[] wanted) => new(path, NeededFor(wanted).Steps, constants, inputs, wanted, names, learnt);

    /// <summary>
    /// Moves the weights, for this graph and those that share them. Integers stay: they are the sizes and places that the processor reads in each run.
    /// </summary>
    /// <param name="device">Where they go.</param>
    public void MoveTo(torch.Device device)
    {
        for (var slot = 0; slot < constants.Length; slot++)
        {
            if (constants[slot] is not { } constant || !constant.is_floating_point() || constant.device == device)
                continue;
            constants[slot] = constant.to(device).DetachFromDisposeScope();
            constant.Dispose();
        }
    }

    /// <summary>The same graph with one step that lets its input through. It borrows this graph's constants, and is not disposed of.</summary>
    public CompiledGraph WithIdentityAt(Step step) =>
        new(path, [.. steps.Select(s => s == step ? s with { Compute = static x => [x[0].alias()] } : s)], constants, inputs, outputs, names, learnt);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var constant in constants)
            constant?.Dispose();
    }

    /// <summary>The steps that some values need, in order, and all slots that take part.</summary>
    private (Step[] Steps, HashSet<int> Slots) NeededFor(int[] wanted)
    {
        var needed = wanted.ToHashSet();
        var kept = new List<Step>();
        foreach (var step in steps.Reverse().Where(s => s.Outputs.Any(needed.Contains)))
        {
            kept.Add(step);
            needed.UnionWith(step.Inputs);
        }

        kept.Reverse();
        return ([.. kept], needed);
    }

    /// <summary>Runs one step over the slots.</summary>
    private void Fill(torch.Tensor?[] slots, Step step, long batch)
    {
        var results = Run(step, Array.ConvertAll(step.Inputs, i => i < 0 ? null : slots[i]), batch);
        for (var i = 0; i < step.Outputs.Length && i < results.Length; i++)
        {
            if (step.Outputs[i] >= 0)
                slots[step.Outputs[i]] = results[i];
        }
    }

    private static int[][] FindLastReads(Step[] steps, torch.Tensor?[] constants, int[] inputs, int[] outputs)
    {
        var keptOrReadLater = new HashSet<int>([.. inputs, .. outputs]);
        var reads = new int[steps.Length][];
        for (var i = steps.Length - 1; i >= 0; i--)
            reads[i] = [.. steps[i].Inputs.Where(slot => slot >= 0 && constants[slot] is null && keptOrReadLater.Add(slot))];
        return reads;
    }
}
