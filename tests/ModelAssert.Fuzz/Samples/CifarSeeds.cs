namespace ModelAssert.Fuzz.Samples;

/// <summary>Batches of both kinds.</summary>
internal static class CifarSeeds
{
    private const int Pixels = 3 * 32 * 32;

    public static byte[][] All() => [Batch(1), Batch(2)];

    private static byte[] Batch(int labelBytes)
    {
        var batch = new byte[20 * (labelBytes + Pixels)];
        for (var i = 0; i < batch.Length; i++)
            batch[i] = (byte)(i % (labelBytes + Pixels) < labelBytes ? i % 10 : i);
        return batch;
    }
}
