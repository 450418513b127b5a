using ModelAssert.Engine.Preflight;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Mitigation;

internal static class CleanStripes
{
    /// <summary>Images of <see cref="StripeNetwork"/>, in halves.</summary>
    public static CheckedSamples Take(int count)
    {
        var samples = StripeNetwork.Samples(count);
        return new CheckedSamples(torch.tensor(samples.Values.ToArray(), [count, 1, 8, 8]), samples.Labels, PixelRange.Unit, new PreprocessingSummary { Used = PixelRange.Unit });
    }
}
