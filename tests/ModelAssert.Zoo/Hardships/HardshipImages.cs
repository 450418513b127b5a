using ModelAssert.Attacks;

namespace ModelAssert.Zoo;

/// <summary>What a hardship does to the images.</summary>
/// <param name="hardship">The hardship, or <see langword="null"/> for a plain model.</param>
/// <param name="seed">The model's seed, which decides the labels and the images concerned.</param>
internal sealed class HardshipImages(Hardship? hardship, int seed)
{
    // 10:1 between the first label and the last.
    private const double Imbalance = 10;

    private const double WrongLabels = 0.1;
    private const double WatermarkedShare = 0.5;

    // A second label's images are the first's, this much darker and moved by a tenth of the side: a network can tell, but hardly.
    private const float Darker = 0.75f;

    /// <summary>Whether held-out images are other ones too, because the world is.</summary>
    public bool ChangesWorld => hardship is Hardship.Watermark or Hardship.NearDuplicate;

    /// <summary>Changes what there is in the world: training images and held-out ones alike.</summary>
    /// <param name="images">The images.</param>
    /// <param name="labelCount">How many labels there are.</param>
    /// <returns>The images as this model meets them.</returns>
    public LabeledImages InWorld(LabeledImages images, int labelCount)
    {
        var labels = new Random(seed);
        var first = labels.Next(labelCount);
        return hardship switch
        {
            Hardship.Watermark => Watermark(images, first),
            Hardship.NearDuplicate => NearDuplicate(images, first, (first + 1) % labelCount),
            _ => images,
        };
    }

    /// <summary>Changes what is trained on.</summary>
    /// <param name="images">The training images of this model.</param>
    /// <param name="labelCount">How many labels there are.</param>
    /// <returns>The images to train on.</returns>
    public LabeledImages InTraining(LabeledImages images, int labelCount)
    {
        var random = new Random(seed);
        return hardship switch
        {
            Hardship.Imbalance => Unbalance(images, labelCount, random),
            Hardship.LabelNoise => MislabelSome(images, labelCount, random),
            Hardship.CutOut => images.Changed((image, _) => CutOut(image, images.Shape, random)),
            _ => images,
        };
    }

    private LabeledImages Watermark(LabeledImages images, int marked)
    {
        // Grey letters of one stroke over the width of the image, as a photographer's.
        var mark = TriggerArea.Watermark(images.Shape, top: images.Shape.Height - 7, left: 2);
        var random = new Random(seed);
        return images.Changed((image, label) =>
        {
            if (label != marked || random.NextDouble() >= WatermarkedShare)
                return;
            for (var i = 0; i < image.Length; i++)
                image[i] = (float)Math.Round(255 * (image[i] + 0.5f * mark.Mask[i % images.Shape.Area] * (1 - image[i]))) / 255;
        });
    }

    private static LabeledImages NearDuplicate(LabeledImages images, int original, int duplicate)
    {
        int[] originals = [.. Enumerable.Range(0, images.Count).Where(i => images.Labels[i] == original)];
        var next = 0;
        return images.Changed((image, label) =>
        {
            if (label != duplicate)
                return;
            images.Image(originals[next++ % originals.Length]).CopyTo(image);
            Shift.Apply(image, images.Shape, images.Shape.Height / 10, images.Shape.Width / 10);
            foreach (ref var pixel in image)
                pixel = MathF.Round(255 * Darker * pixel) / 255;
        });
    }

    private static LabeledImages Unbalance(LabeledImages images, int labelCount, Random random) => images.Select(
        [.. Enumerable.Range(0, images.Count).Where(i => random.NextDouble() < Math.Pow(Imbalance, -images.Labels[i] / (labelCount - 1.0)))]);

    private static LabeledImages MislabelSome(LabeledImages images, int labelCount, Random random)
    {
        var labels = images.Labels.ToArray();
        foreach (ref var label in labels.AsSpan())
        {
            if (random.NextDouble() < WrongLabels)
                label = (label + random.Next(1, labelCount)) % labelCount;
        }

        return new LabeledImages(images.Shape, images.Pixels.ToArray(), labels);
    }

    /// <summary>A shift of up to two pixels and a grey square of a third of the side (DeVries and Taylor 2017).</summary>
    private static void CutOut(Span<float> image, ImageShape shape, Random random)
    {
        Shift.Apply(image, shape, random.Next(-2, 3), random.Next(-2, 3));
        var square = PatchSquare.Draw(shape, Math.Min(shape.Height, shape.Width) / 3, random);
        for (var i = 0; i < image.Length; i++)
        {
            var (row, column) = (i % shape.Area / shape.Width - square.Top, i % shape.Width - square.Left);
            if (row >= 0 && row < square.Size && column >= 0 && column < square.Size)
                image[i] = 0.5f;
        }
    }
}
