using ModelAssert.Engine.Classifiers;
using TorchSharp;

namespace ModelAssert.Engine.Mitigation;

/// <summary>Keeps the models that a repair makes on its way. They are gone when this is disposed of, but for the one that was published.</summary>
internal interface IRepairDrafts : IDisposable
{
    /// <summary>Keeps a network as it is now.</summary>
    /// <param name="network">The network; stays the caller's.</param>
    /// <param name="images">Images to prove on that what is kept is the network, <c>[N, C, H, W]</c>, float32, in the network's own pixel range.</param>
    /// <returns>What is kept.</returns>
    /// <exception cref="ModelAssertException">It is not the network (<c>MODELASSERT0016</c>), holds what is not finite (<c>0015</c>), or cannot be written (<c>0030</c>).</exception>
    IRepairDraft Keep(TrainableClassifier network, torch.Tensor images);
}

/// <summary>A model that a repair has made.</summary>
internal interface IRepairDraft
{
    /// <summary>Reads it as whoever uses the repaired model will.</summary>
    /// <returns>The network, which the caller disposes of.</returns>
    DifferentiableClassifier Open();

    /// <summary>Makes it the repaired model: as a whole, or not at all.</summary>
    /// <returns>Its name and digest.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0030</c>: it cannot be written.</exception>
    ModelIdentity Publish();
}
