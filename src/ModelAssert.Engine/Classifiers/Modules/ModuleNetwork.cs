using TorchSharp;

namespace ModelAssert.Engine.Classifiers.Modules;

/// <summary>A network whose program is a module that others share, and whose weights are its own.</summary>
/// <param name="module">The module; stays the caller's.</param>
/// <param name="state">The weights; stay the caller's, and as they are.</param>
internal sealed class ModuleNetwork(SharedModule module, ModuleState state) : DifferentiableClassifier
{
    public override ImageShape InputShape => module.InputShape;

    public override int LabelCount => module.LabelCount;

    public override torch.Tensor Logits(torch.Tensor input)
    {
        module.PutIn(state);
        return module.Logits(input);
    }

    public override TrainableClassifier TrainableCopy() => new TrainableModule(module, state);
}
