using TorchSharp;

namespace ModelAssert.Engine.Inversion;

/// <summary>Mini-batches from an endlessly shuffled stream over some images; a batch may reach over the end of one shuffle into the next.</summary>
internal sealed class BatchStream(torch.Tensor images, int batchSize, Random random)
{
    private readonly long[] order = [.. Enumerable.Range(0, (int)images.shape[0]).Select(i => (long)i)];
    private int next = int.MaxValue;

    /// <summary>The next mini-batch, <c>[batchSize, C, H, W]</c>, owned by the current dispose scope.</summary>
    public torch.Tensor Next()
    {
        var indices = new long[batchSize];
        for (var i = 0; i < batchSize; i++)
        {
            if (next >= order.Length)
            {
                random.Shuffle(order);
                next = 0;
            }

            indices[i] = order[next++];
        }

        using var drawn = torch.tensor(indices);
        return images.index_select(0, drawn);
    }
}
