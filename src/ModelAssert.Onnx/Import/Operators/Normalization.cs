using ModelAssert.Engine.Native;
using static TorchSharp.torch.nn;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Normalization, with the statistics of training where there are any.</summary>
internal static class Normalization
{
    /// <summary><c>x [N, C, …]</c>, and scale, bias, mean and variance, <c>[C]</c> each.</summary>
    public static Compute BatchNormalization(NodeReader node)
    {
        var epsilon = node.Float("epsilon", 1e-5);
        node.Ignore("momentum", "consumed_inputs");

        // Up to version 6 a node trains unless it says that it does not; later unless it says that it does.
        if (node.Flag("training_mode") || (!node.Flag("is_test") && node.Opset < 7))
            throw node.Unsupported("training mode");
        if (!node.Flag("spatial", otherwise: true))
            throw node.Unsupported("spatial 0");

        return x => functional.batch_norm(x[0], x[3], x[4], x[1], x[2], training: false, eps: epsilon);
    }

    /// <summary><c>x [N, C, …]</c>, and scale and bias, <c>[C]</c> each.</summary>
    public static Compute InstanceNormalization(NodeReader node)
    {
        var epsilon = node.Float("epsilon", 1e-5);
        node.Ignore("consumed_inputs");
        return x => functional.instance_norm(x[0], weight: x[1], bias: x[2], eps: epsilon);
    }

    /// <summary>Over all axes from <c>axis</c> on, then scaled and shifted; with the mean and the inverse deviation as further outputs.</summary>
    public static ComputeAll LayerNormalization(NodeReader node)
    {
        var axis = node.Int("axis", -1);
        var epsilon = node.Float("epsilon", 1e-5);
        node.Ignore("stash_type");
        return x =>
        {
            var shape = x[0].shape;
            var first = Axes.Normalise(axis, shape.Length);
            var scaled = functional.layer_norm(x[0], shape[first..], eps: epsilon) * x[1];
            var normalized = x.Optional(2) is { } bias ? scaled.Plus(bias) : scaled;
            if (node.OutputCount == 1)
                return [normalized];

            var axes = Axes.Range(first, shape.Length);
            var mean = x[0].mean(axes, keepdim: true);
            return [normalized, mean, (x[0] - mean).Squared().mean(axes, keepdim: true).Plus(LastingScalar.Of(epsilon)).rsqrt()];
        };
    }

    /// <summary>
    /// Over the channels of each group together with their places, then scaled and shifted: by one number per group in version 18, per channel since 21.
    /// </summary>
    public static Compute GroupNormalization(NodeReader node)
    {
        var (groups, epsilon) = (node.RequiredInt("num_groups"), node.Float("epsilon", 1e-5));
        var perGroup = node.Opset < 21;
        node.Ignore("stash_type");
        if (groups < 1)
            throw new InvalidOperationException($"its num_groups is {groups}");

        return x =>
        {
            var (scale, bias) = (x[1], x[2]);
            if (perGroup)
            {
                // Some exporters wrote one number per channel long before the standard did.
                var channels = x[0].shape[1];
                if (scale.numel() != groups || bias.numel() != groups || channels % groups != 0)
                    throw new InvalidOperationException($"it has {scale.numel()} scales for {groups} groups");
                (scale, bias) = (scale.repeat_interleave(channels / groups), bias.repeat_interleave(channels / groups));
            }

            return functional.group_norm(x[0], groups, scale, bias, epsilon);
        };
    }

    /// <summary>By the root of the mean square over all axes from <c>axis</c> on, then scaled.</summary>
    public static Compute RmsNormalization(NodeReader node)
    {
        var (axis, epsilon) = (node.Int("axis", -1), node.Float("epsilon", 1e-5));
        node.Ignore("stash_type");
        return x =>
        {
            var rank = x[0].shape.Length;
            var squares = x[0].Squared().mean(Axes.Range(Axes.Normalise(axis, rank), rank), keepdim: true);
            return x[0] * squares.Plus(LastingScalar.Of(epsilon)).rsqrt() * x[1];
        };
    }

    /// <summary>Without the mean over some axes, and by the deviation.</summary>
    public static Compute MeanVarianceNormalization(NodeReader node)
    {
        var axes = node.Ints("axes") ?? [0, 2, 3];
        return x =>
        {
            var over = Axes.Normalise(axes, x[0].shape.Length);
            var centred = x[0] - x[0].mean(over, keepdim: true);
            return centred / centred.Squared().mean(over, keepdim: true).sqrt().Plus(LastingScalar.Of(1e-9));
        };
    }

    /// <summary>By the norm along an axis; where that is 0, the values are too.</summary>
    public static Compute LpNormalization(NodeReader node)
    {
        var (axis, degree) = (node.Int("axis", -1), node.Int("p", 2));
        if (degree is not (1 or 2))
            throw node.Unsupported($"p {degree}");

        return x =>
        {
            var along = Axes.Normalise(axis, x[0].shape.Length);
            var sums = (degree == 1 ? x[0].abs() : x[0].Squared()).sum(along, keepdim: true);
            var norm = degree == 1 ? sums : Reduction.Root(sums, 2);
            return x[0] / norm.masked_fill(norm.eq(LastingScalar.Of(0)), LastingScalar.Of(1));
        };
    }

    /// <summary>Each value by the squares of its neighbours in <c>size</c> channels around it, the odd one behind.</summary>
    public static Compute LocalResponseNormalization(NodeReader node)
    {
        var size = node.RequiredInt("size");
        var (alpha, beta, bias) = (node.Float("alpha", 1e-4), node.Float("beta", 0.75), node.Float("bias", 1));
        if (size < 1)
            throw new InvalidOperationException($"its size is {size}");

        return x =>
        {
            // The channels move to the end, where padding is one pair of numbers for any number of axes.
            var squares = x[0].Squared().transpose(1, -1);
            var padded = Padding.Constant(x, squares, [(size - 1) / 2], [size / 2], 0);
            var sums = padded.unfold(-1, size, 1).sum(-1).transpose(1, -1);
            return x[0] / (sums * LastingScalar.Of(alpha / size)).Plus(LastingScalar.Of(bias)).pow(LastingScalar.Of(beta));
        };
    }
}
