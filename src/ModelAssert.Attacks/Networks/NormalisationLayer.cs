using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace ModelAssert.Attacks;

/// <summary>
/// Batch norms that do not count their mini-batches: with a fixed momentum nobody reads that, and TorchSharp adds one by a number that the garbage collector may free
/// meanwhile (see <see cref="Engine.Native.LastingScalar"/>).
/// </summary>
internal static class NormalisationLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="channels">Channels that it normalises.</param>
    public static BatchNorm2d Of(int channels)
    {
        var norm = BatchNorm2d(channels);
        norm.num_batches_tracked = null;
        return norm;
    }
}
