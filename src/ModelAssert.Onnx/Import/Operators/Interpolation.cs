using static TorchSharp.torch;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>
/// How the values of a resized axis come from those of the input: one of them, or a sum of several with weights. Both are linear in the input, so the
/// gradient is right by construction.
/// </summary>
/// <param name="node">The node, for its attributes.</param>
internal sealed class Interpolation(NodeReader node)
{
    /// <summary>The weights of an axis, of which an image of thousands of rows needs some millions.</summary>
    private const long MostWeights = 1L << 24;

    private readonly string mode = node.Text("mode", "nearest");
    private readonly string rounding = node.Text("nearest_mode", "round_prefer_floor");
    private readonly double coefficient = node.Float("cubic_coeff_a", -0.75);
    private readonly bool leavesOutside = node.Flag("exclude_outside");
    private readonly bool smooths = node.Flag("antialias");

    /// <summary>Refuses what is not implemented.</summary>
    public void RequireKnown()
    {
        if (mode is not ("nearest" or "linear" or "cubic"))
            throw node.Unsupported($"mode '{mode}'");
        if (rounding is not ("round_prefer_floor" or "round_prefer_ceil" or "floor" or "ceil"))
            throw node.Unsupported($"nearest_mode '{rounding}'");
    }

    /// <summary>The input with one axis resized.</summary>
    /// <param name="input">The input.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="places">For each place of the result the place in the input.</param>
    /// <param name="scale">How many places of the result there are for one of the input.</param>
    /// <param name="byFloor">Whether the nearest is the one before: older versions know no other.</param>
    public Tensor Along(Tensor input, int axis, double[] places, double scale, bool byFloor)
    {
        var size = input.shape[axis];
        if (mode == "nearest")
            return input.index_select(axis, tensor(Array.ConvertAll(places, p => Clamp(Nearest(p, byFloor ? "floor" : rounding), size)), device: input.device));

        if (size * places.Length > MostWeights)
            throw node.Unsupported($"the size {size} resized to {places.Length}");
        var weights = new double[size * places.Length];
        for (var i = 0; i < places.Length; i++)
            Weigh(places[i], size, scale, weights, i, places.Length);
        var matrix = tensor(weights, [size, places.Length]).to(input.dtype);
        return Linear.Product(input.transpose(axis, -1), matrix).transpose(axis, -1);
    }

    private static double Nearest(double place, string rounding) => rounding switch
    {
        "round_prefer_floor" => Math.Ceiling(place - 0.5),
        "round_prefer_ceil" => Math.Floor(place + 0.5),
        "floor" => Math.Floor(place),
        _ => Math.Ceiling(place),
    };

    private static long Clamp(double place, long size) => (long)Math.Clamp(place, 0, size - 1);

    /// <summary>Writes one column of weights; those of places outside go to the edge, or to nobody.</summary>
    private void Weigh(double place, long size, double scale, double[] weights, int column, int columns)
    {
        // Without smoothing a place takes its neighbours within 1 or 2; with it, all that the smaller result has no other place for.
        var stretch = smooths ? Math.Min(scale, 1) : 1;
        var reach = (mode == "linear" ? 1 : 2) / stretch;

        // Far outside everything goes to the edge, however far; and counting by one never ends where numbers are farther apart than that.
        place = Math.Clamp(place, -reach - 1, size + reach);
        var (first, last) = (Math.Floor(place - reach), Math.Ceiling(place + reach));
        if (!(last - first <= 4 * reach + 4) || last - first > 1 << 20)
            throw new InvalidOperationException($"the scale {scale} is too small");

        var sum = 0.0;
        for (var i = first; i <= last; i++)
            sum += IsCounted(i, size) ? Kernel((i - place) * stretch) : 0;
        for (var i = first; i <= last; i++)
        {
            if (IsCounted(i, size) && sum != 0)
                weights[Clamp(i, size) * columns + column] += Kernel((i - place) * stretch) / sum;
        }
    }

    private bool IsCounted(double place, long size) => !leavesOutside || (place >= 0 && place <= size - 1);

    /// <summary>The weight of a neighbour at a distance: a triangle, or Keys' cubic.</summary>
    private double Kernel(double distance)
    {
        var (t, a) = (Math.Abs(distance), coefficient);
        if (mode == "linear")
            return Math.Max(0, 1 - t);
        return t switch
        {
            <= 1 => ((a + 2) * t - (a + 3)) * t * t + 1,
            < 2 => ((a * t - 5 * a) * t + 8 * a) * t - 4 * a,
            _ => 0,
        };
    }
}
