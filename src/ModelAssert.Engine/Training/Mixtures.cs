using ModelAssert.Engine.Native;
using static TorchSharp.torch;

namespace ModelAssert.Engine.Training;

/// <summary>
/// Images made of others, for training a network with its own answers where there are few: it has answers to mixtures too, and what it is asked there it does not forget (the inputs of mixup, Zhang et
/// al. 2018, without its labels).
/// </summary>
internal static class Mixtures
{
    /// <summary>The images, and below them mixtures of each with another: at least half of the one.</summary>
    /// <param name="images">Images <c>[N, C, H, W]</c>.</param>
    /// <param name="count">How many there shall be in all, at least.</param>
    /// <param name="random">Chooses the second of each mixture, and its share.</param>
    /// <returns>Images in the current dispose scope; the given ones themselves if they are enough.</returns>
    public static Tensor FillUp(Tensor images, int count, Random random)
    {
        var given = (int)images.shape[0];
        var missing = Math.Max(0, count - given);
        if (missing == 0)
            return images;

        long[] firsts = [.. Enumerable.Range(0, missing).Select(i => (long)(i % given))];
        long[] seconds = [.. firsts.Select(_ => (long)random.Next(given))];
        float[] shares = [.. firsts.Select(_ => 0.5f + 0.5f * random.NextSingle())];
        var (first, second) = (images.index_select(0, tensor(firsts)), images.index_select(0, tensor(seconds)));
        return cat([images, second.Plus(tensor(shares, [missing, 1, 1, 1]) * (first - second))]);
    }
}
