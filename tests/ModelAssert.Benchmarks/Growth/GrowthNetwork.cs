using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelAssert.Benchmarks;

/// <summary>
/// A small network for images of any side and any number of labels, with random weights. It knows nothing, but every label of it takes the steps of a label. The
/// paper's networks cost more for each label; how the cost grows is what this one is for, and it lets 1,283 labels be scanned to the end.
/// </summary>
internal static class GrowthNetwork
{
    private const int Width = 8;

    /// <summary>Makes a network.</summary>
    /// <param name="labels">How many labels it tells apart.</param>
    /// <param name="side">Height and width of its images, a multiple of 8.</param>
    /// <returns>The network, in evaluation mode, which the caller disposes of.</returns>
    public static Sequential Create(int labels, int side)
    {
        random.manual_seed(0);
        var network = Sequential(
            Conv2d(3, Width, 4, stride: 4), ReLU(), Conv2d(Width, 2 * Width, 2, stride: 2), ReLU(),
            Flatten(), Linear(2 * Width * (side / 8) * (side / 8), labels));
        network.eval();
        return network;
    }
}
