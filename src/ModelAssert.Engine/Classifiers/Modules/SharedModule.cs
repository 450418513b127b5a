using TorchSharp;

namespace ModelAssert.Engine.Classifiers.Modules;

/// <summary>
/// A module of this process that stands for several networks of the same program, one at a time: a module cannot be copied, but its weights can. Whoever computes has its own
/// weights put in first. On disposal the module has the weights that it came with again, or those that it was settled with.
/// </summary>
internal sealed class SharedModule : IDisposable
{
    private readonly ModuleClassifier program;
    private readonly Lock gate = new();
    private object? present;
    private bool isSettled;

    /// <param name="module">The module; stays the caller's, who leaves it alone meanwhile.</param>
    /// <param name="inputShape">The shape of one image.</param>
    /// <exception cref="ModelAssertException">
    /// The module is no classifier of such images (<c>MODELASSERT0014</c>), holds weights that are not finite (<c>0015</c>), or none that could be trained (<c>3001</c>).
    /// </exception>
    public SharedModule(torch.nn.Module<torch.Tensor, torch.Tensor> module, ImageShape inputShape)
    {
        program = new ModuleClassifier(module, inputShape);
        Parameters = module.named_parameters().Where(entry => entry.parameter.dtype == torch.ScalarType.Float32).ToDictionary(entry => entry.name, entry => (torch.Tensor)entry.parameter);
        if (Parameters.Count == 0)
        {
            program.Dispose();
            throw ClassifierErrors.NotTrainable(module.GetName(), "it has no parameters in float32");
        }

        Original = ModuleState.Of(Parameters);
        present = Original;
    }

    /// <summary>The module's own parameters, by name: those of whoever was put in last.</summary>
    public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; }

    /// <summary>The weights that the module came with.</summary>
    public ModuleState Original { get; }

    public ImageShape InputShape => program.InputShape;

    public int LabelCount => program.LabelCount;

    /// <summary>Puts weights in, unless they are in. They are not written to while they are.</summary>
    public void PutIn(ModuleState state)
    {
        lock (gate)
        {
            if (present == state)
                return;
            state.CopyTo(Parameters);
            present = state;
        }
    }

    /// <summary>Puts weights in for somebody who will change them, and who must be done before anybody else computes: what becomes of them is kept nowhere.</summary>
    public void PutInToChange(ModuleState state, object owner)
    {
        lock (gate)
        {
            state.CopyTo(Parameters);
            present = owner;
        }
    }

    /// <summary>Whether the weights that somebody changes are in the module still.</summary>
    public bool Holds(object owner) => present == owner;

    /// <summary>Computes the program with the weights that are in.</summary>
    public torch.Tensor Logits(torch.Tensor input) => program.Logits(input);

    /// <summary>Leaves these weights in the module for good.</summary>
    public void Settle(ModuleState state)
    {
        PutIn(state);
        isSettled = true;
    }

    public void Dispose()
    {
        if (!isSettled)
            PutIn(Original);
        Original.Dispose();
        program.Dispose();
    }
}
