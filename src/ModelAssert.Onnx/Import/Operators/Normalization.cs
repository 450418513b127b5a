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
            var first = Axes.Normalize(axis, shape.Length);
            var scaled = functional.layer_norm(x[0], shape[first..], eps: epsilon) * x[1];
            var normalized = x.Optional(2) is { } bias ? scaled + bias : scaled;
            if (node.OutputCount == 1)
                return [normalized];

            var axes = Axes.Range(first, shape.Length);
            var mean = x[0].mean(axes, keepdim: true);
            return [normalized, mean, ((x[0] - mean).square().mean(axes, keepdim: true) + epsilon).rsqrt()];
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
            var squares = x[0].square().transpose(1, -1);
            var padded = Padding.Constant(x, squares, [(size - 1) / 2], [size / 2], 0);
            var sums = padded.unfold(-1, size, 1).sum(-1).transpose(1, -1);
            return x[0] / (sums * (alpha / size) + bias).pow(beta);
        };
    }
}
