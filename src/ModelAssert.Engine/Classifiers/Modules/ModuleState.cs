using TorchSharp;

namespace ModelAssert.Engine.Classifiers.Modules;

/// <summary>What the parameters of a module were at some time; owns the copies.</summary>
internal sealed class ModuleState : IDisposable
{
    private readonly Dictionary<string, torch.Tensor> values;

    private ModuleState(Dictionary<string, torch.Tensor> values) => this.values = values;

    /// <summary>Copies parameters, which stay the caller's.</summary>
    public static ModuleState Of(IReadOnlyDictionary<string, torch.Tensor> parameters)
    {
        using var withoutGradients = torch.no_grad();
        return new ModuleState(parameters.ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone().DetachFromDisposeScope()));
    }

    /// <summary>Writes the values into parameters of the same names.</summary>
    public void CopyTo(IReadOnlyDictionary<string, torch.Tensor> parameters)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        foreach (var (name, value) in values)
            parameters[name].copy_(value);
    }

    public void Dispose()
    {
        foreach (var value in values.Values)
            value.Dispose();
    }
}
