using ModelAssert.Engine.Native;
using static TorchSharp.torch;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Resizes axes, each for itself.</summary>
internal static class Resizing
{
    /// <summary>By scales alone, with the nearest value before or with two: scales as an attribute up to version 8, as an input since.</summary>
    public static Compute Upsample(NodeReader node)
    {
        // Version 1 has two scales by name.
        if (node.Opset < 7)
            throw node.Unsupported("version 1");

        var interpolation = new Interpolation(node);
        interpolation.RequireKnown();
        var scales = node.Floats("scales");
        return x =>
        {
            var by = scales is null ? Numbers(x[1]) : Array.ConvertAll(scales, s => (double)s);
            return Resized(x, interpolation, [.. ByScales(node, x[0].shape, AllAxes(x[0]), by, "asymmetric")], "asymmetric", byFloor: true);
        };
    }

    /// <summary>By scales or to sizes, some axes or all: scales as the second input in version 10, as the third since, with sizes as the fourth.</summary>
    public static Compute Resize(NodeReader node)
    {
        var isFirst = node.Opset < 11;
        var transformation = node.Text("coordinate_transformation_mode", isFirst ? "asymmetric" : "half_pixel");
        if (transformation is not ("half_pixel" or "half_pixel_symmetric" or "pytorch_half_pixel" or "align_corners" or "asymmetric" or "tf_crop_and_resize"))
            throw node.Unsupported($"coordinate_transformation_mode '{transformation}'");

        var policy = node.Text("keep_aspect_ratio_policy", "stretch");
        if (policy is not ("stretch" or "not_larger" or "not_smaller"))
            throw node.Unsupported($"keep_aspect_ratio_policy '{policy}'");

        var interpolation = new Interpolation(node);
        interpolation.RequireKnown();
        var outside = node.Float("extrapolation_value", 0);
        var axes = node.Ints("axes");
        var sizes = node.Integers(3);
        return x =>
        {
            var along = axes is null ? AllAxes(x[0]) : [.. Axes.Normalise(axes, x[0].shape.Length).Select(a => (int)a)];
            var scales = x.Optional(isFirst ? 1 : 2) is { } given && given.numel() > 0 ? Numbers(given) : null;
            (int Axis, ResizeAxis Resized)[] resized = scales is not null
                ? [.. ByScales(node, x[0].shape, along, scales, transformation)]
                : [.. ToSizes(x[0].shape, along, sizes.Optional(x) ?? throw new InvalidOperationException("it has neither scales nor sizes"), policy)];
            if (transformation != "tf_crop_and_resize")
                return Resized(x, interpolation, resized, transformation, isFirst);

            var roi = Numbers(x[1]);
            if (roi.Length != 2 * along.Length)
                throw new InvalidOperationException($"{roi.Length} numbers do not crop {along.Length} axes");
            resized = [.. resized.Select((r, i) => (r.Axis, r.Resized with { Start = roi[i], End = roi[i + along.Length] }))];
            return Fill(Resized(x, interpolation, resized, transformation, isFirst), resized, outside);
        };
    }

    private static Tensor Resized(
        Arguments x, Interpolation interpolation, (int Axis, ResizeAxis Resized)[] axes, string transformation, bool byFloor)
    {
        var result = x[0].alias();
        foreach (var (axis, resized) in axes.Where(a => a.Resized.Scale != 1 || a.Resized.Size != a.Resized.Result || transformation == "tf_crop_and_resize"))
        {
            var shape = (long[])result.shape.Clone();
            shape[axis] = resized.Result;
            x.Affordable(shape);
            result = interpolation.Along(result, axis, resized.Places(transformation), resized.Scale, byFloor);
        }

        return result;
    }

    private static IEnumerable<(int Axis, ResizeAxis Resized)> ByScales(NodeReader node, long[] shape, int[] axes, double[] scales, string transformation)
    {
        RequireOneEach(axes.Length, scales.Length);
        foreach (var (axis, scale) in axes.Zip(scales))
        {
            // Whether the corners of the rounded result or of the exact one are aligned, the standard and ONNX Runtime see differently.
            var exact = shape[axis] * scale;
            if (transformation == "align_corners" && exact != Math.Floor(exact))
                throw node.Unsupported($"align_corners by {scale} of {shape[axis]}");
            yield return (axis, Checked(shape[axis], Math.Floor(exact), scale));
        }
    }

    private static IEnumerable<(int Axis, ResizeAxis Resized)> ToSizes(long[] shape, int[] axes, long[] sizes, string policy)
    {
        RequireOneEach(axes.Length, sizes.Length);
        var scales = axes.Zip(sizes, (axis, size) => size / (double)shape[axis]).ToArray();
        if (policy == "stretch")
            return axes.Select((axis, i) => (axis, Checked(shape[axis], sizes[i], scales[i])));

        var scale = policy == "not_larger" ? scales.Min() : scales.Max();
        return axes.Select(axis => (axis, Checked(shape[axis], Math.Floor(shape[axis] * scale + 0.5), scale)));
    }

    private static ResizeAxis Checked(long size, double result, double scale) =>
        size >= 1 && result is >= 1 and <= int.MaxValue && double.IsFinite(scale) && scale > 0
            ? new ResizeAxis(size, (long)result, scale, 0, 1)
            : throw new InvalidOperationException($"the size {size} cannot become {result}");

    /// <summary>One value wherever the place in the input is outside of it, along any axis.</summary>
    private static Tensor Fill(Tensor result, (int Axis, ResizeAxis Resized)[] axes, double value)
    {
        foreach (var (axis, resized) in axes)
        {
            var isOutside = Array.ConvertAll(resized.Places("tf_crop_and_resize"), p => p < 0 || p > resized.Size - 1);
            var shape = Enumerable.Repeat(1L, result.shape.Length).ToArray();
            shape[axis] = resized.Result;
            result = result.masked_fill(tensor(isOutside).reshape(shape), LastingScalar.Of(value));
        }

        return result;
    }

    private static void RequireOneEach(int axes, int numbers)
    {
        if (axes != numbers)
            throw new InvalidOperationException($"{numbers} scales or sizes do not fit {axes} axes");
    }

    private static int[] AllAxes(Tensor input) => [.. Enumerable.Range(0, input.shape.Length)];

    private static double[] Numbers(Tensor tensor) => tensor.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
}
