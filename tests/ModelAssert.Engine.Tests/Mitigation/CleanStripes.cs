using ModelAssert.Engine.Preflight;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Mitigation;

internal static class CleanStripes
{
    /// <summary>Images of <see cref="StripeNetwork"/>, in halves.</summary>
    public static PreparedSamples Take(int count)
    {
        var samples = StripeNetwork.Samples(count);
        return new PreparedSamples(torch.tensor(samples.Values.ToArray(), [count, 1, 8, 8]), samples.Labels, PixelRange.Unit, new PreprocessingSummary { Used = PixelRange.Unit });
    }
}
