using ModelAssert.Engine.Inversion;
using TorchSharp;

namespace ModelAssert.Engine.DormantPaths;

/// <summary>
/// The smallest part of an image that still does what the whole does, where gradients are of no use: blocks of pixels are taken out, large ones first, while it does (delta debugging: Zeller and
/// Hildebrandt 2002).
/// </summary>
/// <param name="holds">Whether stamped images <c>[N, C, H, W]</c> still do it.</param>
/// <param name="images">The images that it is stamped on, raw pixels in [0, 1].</param>
internal sealed class TriggerReduction(Func<torch.Tensor, bool> holds, torch.Tensor images)
{
    /// <summary>Blocks of the sixteenth of an image are the first that say something: what needs nearly all of them is no small trigger.</summary>
    private const int FirstSide = 4;
    private const double FirstShare = 0.75;

    private const double LargestShareInDetail = 0.2;

    /// <summary>Takes out all that is not needed.</summary>
    /// <param name="pattern">The image, <c>[1, C, H, W]</c>.</param>
    /// <param name="largestShare">A trigger that needs a larger share of the image is none: it is given up once that shows.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The mask <c>[1, 1, H, W]</c> of what is needed, owned by the current dispose scope; <see langword="null"/> if that is more.</returns>
    public torch.Tensor? Reduce(torch.Tensor pattern, double largestShare, CancellationToken cancellation)
    {
        var (height, width) = ((int)pattern.shape[2], (int)pattern.shape[3]);
        var mask = new float[height * width];
        Array.Fill(mask, 1f);
        for (var (rows, columns) = (Part(height, FirstSide), Part(width, FirstSide)); ; (rows, columns) = (Part(rows, 2), Part(columns, 2)))
        {
            // Once more while it helps: what could not be spared beside a block may be without it.
            while (TakeOut(mask, pattern, rows, columns, height, width, cancellation) && rows * columns > 1)
            {
            }

            var share = mask.Sum() / mask.Length;
            // Blocks that are needed in part are kept whole, so that what shows first is more than is needed.
            if (share > (rows * columns == 1 ? largestShare : Math.Max(largestShare, FirstShare)))
                return null;
            // Every pixel of what is large would be asked for; its size is told well enough.
            if (rows * columns == 1 || (share > LargestShareInDetail && rows * columns <= 4))
                return share <= largestShare ? MaskOf(mask, height, width) : null;
        }
    }

    private bool TakeOut(float[] mask, torch.Tensor pattern, int rows, int columns, int height, int width, CancellationToken cancellation)
    {
        var anyTaken = false;
        for (var top = 0; top < height; top += rows)
        {
            for (var left = 0; left < width; left += columns)
            {
                int[] block = [.. PixelsOf(top, left, rows, columns, height, width).Where(pixel => mask[pixel] > 0)];
                if (block.Length == 0)
                    continue;
                cancellation.ThrowIfCancellationRequested();
                foreach (var pixel in block)
                    mask[pixel] = 0;
                if (Holds(mask, pattern, height, width))
                {
                    anyTaken = true;
                    continue;
                }

                foreach (var pixel in block)
                    mask[pixel] = 1;
            }
        }

        return anyTaken;
    }

    private bool Holds(float[] mask, torch.Tensor pattern, int height, int width)
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        return holds(Stamping.Stamp(images, MaskOf(mask, height, width), pattern));
    }

    private static torch.Tensor MaskOf(float[] mask, int height, int width) => torch.tensor(mask, [1, 1, height, width]);

    private static IEnumerable<int> PixelsOf(int top, int left, int rows, int columns, int height, int width) =>
        from row in Enumerable.Range(top, Math.Min(rows, height - top))
        from column in Enumerable.Range(left, Math.Min(columns, width - left))
        select row * width + column;

    private static int Part(int size, int parts) => (size + parts - 1) / parts;
}
