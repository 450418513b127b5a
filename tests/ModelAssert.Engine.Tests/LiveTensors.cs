using TorchSharp;

namespace ModelAssert.Engine.Tests;

internal static class LiveTensors
{
    /// <summary>The tensors of this process that are alive, without those that earlier tests left to the finaliser.</summary>
    public static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return torch.Tensor.TotalCount;
    }
}
