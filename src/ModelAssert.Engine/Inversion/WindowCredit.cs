namespace ModelAssert.Engine.Inversion;

/// <summary>Which places of the image windows did well at: each pixel has the share of the windows over it that took their image to the target, the latest counting most.</summary>
/// <param name="shape">The shape of the images.</param>
/// <param name="side">The side of a window, in pixels.</param>
internal sealed class WindowCredit(ImageShape shape, int side)
{
    /// <summary>What is kept of earlier mini-batches: the pattern under the windows has changed since.</summary>
    private const double Memory = 0.92;

    /// <summary>How much likelier the best place is drawn than one without credit: e to this power.</summary>
    private const double Preference = 8;

    private readonly double[] successes = new double[shape.Area];
    private readonly double[] windows = new double[shape.Area];

    /// <summary>Places where the corner of a window can be, row by row.</summary>
    private int Rows => shape.Height - side + 1;

    private int Columns => shape.Width - side + 1;

    /// <summary>Takes note of a mini-batch.</summary>
    /// <param name="corners">The top left corners of its windows.</param>
    /// <param name="probabilities">The probability of the target for each image.</param>
    public void Observe(IReadOnlyList<(int Row, int Column)> corners, IReadOnlyList<float> probabilities)
    {
        for (var pixel = 0; pixel < windows.Length; pixel++)
        {
            successes[pixel] *= Memory;
            windows[pixel] *= Memory;
        }

        for (var image = 0; image < corners.Count; image++)
        {
            foreach (var pixel in PixelsOf(corners[image]))
            {
                successes[pixel] += probabilities[image];
                windows[pixel]++;
            }
        }
    }

    /// <summary>The credit of each pixel. One that few windows were over has little, however well these did.</summary>
    public double[] Map()
    {
        var few = windows.Average() / 2;
        return few > 0 ? [.. successes.Zip(windows, (success, count) => success / (count + few))] : new double[shape.Area];
    }

    /// <summary>Any corner, those at the borders most: triggers are put there.</summary>
    public (int Row, int Column) DrawEvenly(Random random) => (Draw(shape.Height, random), Draw(shape.Width, random));

    /// <summary>Corners, those of windows with credit most.</summary>
    public IEnumerable<(int Row, int Column)> DrawByCredit(int count, Random random)
    {
        var boxes = Boxes();
        var best = boxes.Max();
        var sum = 0.0;
        double[] sums = [.. boxes.Select(box => sum += Math.Exp(best > 0 ? Preference * box / best : 0))];
        for (var i = 0; i < count; i++)
        {
            var place = Array.BinarySearch(sums, random.NextDouble() * sum);
            place = Math.Min(place < 0 ? ~place : place, sums.Length - 1);
            yield return (place / Columns, place % Columns);
        }
    }

    /// <summary>The pixels of a window.</summary>
    public IEnumerable<int> PixelsOf((int Row, int Column) corner)
    {
        for (var row = corner.Row; row < corner.Row + side; row++)
        {
            for (var column = corner.Column; column < corner.Column + side; column++)
                yield return row * shape.Width + column;
        }
    }

    private int Draw(int extent, Random random) => Math.Clamp(random.Next(-side / 2, extent - side / 2 + 1), 0, extent - side);

    /// <summary>The mean credit of every window, from sums over all pixels above and left of each.</summary>
    private double[] Boxes()
    {
        var map = Map();
        var (stride, integral) = (shape.Width + 1, new double[(shape.Height + 1) * (shape.Width + 1)]);
        for (var row = 0; row < shape.Height; row++)
        {
            for (var column = 0; column < shape.Width; column++)
            {
                integral[(row + 1) * stride + column + 1] =
                    map[row * shape.Width + column] + integral[row * stride + column + 1] + integral[(row + 1) * stride + column] - integral[row * stride + column];
            }
        }

        var boxes = new double[Rows * Columns];
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var (top, bottom) = (row * stride + column, (row + side) * stride + column);
                boxes[row * Columns + column] = (integral[bottom + side] - integral[bottom] - integral[top + side] + integral[top]) / (side * side);
            }
        }

        return boxes;
    }
}
