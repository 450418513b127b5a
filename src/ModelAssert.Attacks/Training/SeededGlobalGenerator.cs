using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>Torch's global generator, from which dropout draws, seeded for as long as this lives; then its former state is put back.</summary>
internal sealed class SeededGlobalGenerator : IDisposable
{
    private readonly Tensor formerState = random.get_rng_state().DetachFromDisposeScope();

    /// <param name="seed">The seed.</param>
    public SeededGlobalGenerator(int seed) => random.manual_seed(seed);

    public void Dispose()
    {
        random.set_rng_state(formerState);
        formerState.Dispose();
    }
}
