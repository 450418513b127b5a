using TorchSharp;

namespace ModelAssert.Engine.Inversion;

/// <summary>Mini-batches from an endlessly shuffled stream over some images; a batch may reach over the end of one shuffle into the next.</summary>
/// <param name="images">All images <c>[N, C, H, W]</c>; shared, and the caller's.</param>
/// <param name="indices">Which of them are in the stream. Shuffled in place.</param>
/// <param name="batchSize">Images in a mini-batch.</param>
/// <param name="random">The label's own source of randomness.</param>
internal sealed class BatchStream(torch.Tensor images, long[] indices, int batchSize, Random random)
{
    private int next = int.MaxValue;

    /// <summary>Which images the last mini-batch was of.</summary>
    public long[] Drawn { get; } = new long[batchSize];

    /// <summary>The next mini-batch, <c>[batchSize, C, H, W]</c>, owned by the current dispose scope.</summary>
    public torch.Tensor Next()
    {
        for (var i = 0; i < batchSize; i++)
        {
            if (next >= indices.Length)
            {
                random.Shuffle(indices);
                next = 0;
            }

            Drawn[i] = indices[next++];
        }

        using var drawn = torch.tensor(Drawn);
        return images.index_select(0, drawn);
    }
}
