using TorchSharp;

namespace ModelAssert.Engine.Classifiers.Modules;

/// <summary>A module whose parameters are changed where they are: from its making on until it is done with, nobody else may compute with the module.</summary>
internal sealed class TrainableModule : TrainableClassifier
{
    private readonly SharedModule module;

    /// <param name="module">The module; stays the caller's.</param>
    /// <param name="state">The weights to begin with; stay the caller's, and as they are.</param>
    public TrainableModule(SharedModule module, ModuleState state)
    {
        this.module = module;
        module.PutInToChange(state, this);
        Layers = OutputWeight.Find(this, Weights) is { } layer ? [layer] : [];
    }

    public override ImageShape InputShape => module.InputShape;

    public override int LabelCount => module.LabelCount;

    public override IReadOnlyDictionary<string, torch.Tensor> Weights => module.Parameters;

    /// <summary>The second-to-last layer at most: a module's <c>forward</c> cannot be looked into.</summary>
    public override IReadOnlyList<PrunableLayer> Layers { get; }

    public override torch.Tensor Logits(torch.Tensor input) =>
        module.Holds(this) ? module.Logits(input) : throw new InvalidOperationException("Another network was put into the module.");

    public override ImportParity Write(torch.Tensor images, string path) => throw new NotSupportedException("A module of this process has no file format of its own.");
}
