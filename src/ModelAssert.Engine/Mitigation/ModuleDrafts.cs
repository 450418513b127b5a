using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Classifiers.Modules;
using TorchSharp;

namespace ModelAssert.Engine.Mitigation;

/// <summary>Drafts as weights of one module, in memory: there is no file that could differ from what was scanned.</summary>
/// <param name="module">The module; stays the caller's.</param>
/// <param name="open">Makes a network of the module with some weights.</param>
/// <param name="identify">What the module is called, and its digest as it is now.</param>
internal sealed class ModuleDrafts(SharedModule module, Func<ModuleState, DifferentiableClassifier> open, Func<ModelIdentity> identify) : IRepairDrafts
{
    private readonly SharedModule module = module;
    private readonly Func<ModuleState, DifferentiableClassifier> open = open;
    private readonly Func<ModelIdentity> identify = identify;
    private readonly List<ModuleState> states = [];
    private ModuleState? published;

    public IRepairDraft Keep(TrainableClassifier network, torch.Tensor images)
    {
        foreach (var (name, weight) in network.Weights)
            ClassifierProbe.RequireFinite(identify().Path, name, weight);
        states.Add(ModuleState.Of(network.Weights));
        return new Draft(this, states[^1]);
    }

    /// <summary>Leaves what was published in the module. Not before the repair is over: it measures the original to the end.</summary>
    public void Settle()
    {
        if (published is { } state)
            module.Settle(state);
    }

    public void Dispose()
    {
        foreach (var state in states)
            state.Dispose();
    }

    private sealed class Draft(ModuleDrafts drafts, ModuleState state) : IRepairDraft
    {
        public DifferentiableClassifier Open() => drafts.open(state);

        public ModelIdentity Publish()
        {
            drafts.published = state;
            drafts.module.PutIn(state);
            return drafts.identify();
        }
    }
}
