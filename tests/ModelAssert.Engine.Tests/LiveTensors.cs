using TorchSharp;

namespace ModelAssert.Engine.Tests;

/// <summary>Live tensors and memory are the process's: tests that count them run alone, in this collection.</summary>
[CollectionDefinition(nameof(LiveTensors), DisableParallelization = true)]
public sealed class LiveTensors
{
    /// <summary>The tensors of this process that are alive, without those that earlier tests left to the finaliser.</summary>
    public static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return torch.Tensor.TotalCount;
    }
}
