using System.Runtime.CompilerServices;
using ModelAssert.Engine.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Activation functions, with ONNX's defaults, which are not always PyTorch's.</summary>
internal static class Activation
{
    public static Compute Relu(NodeReader node)
    {
        node.Ignore("consumed_inputs");
        return x => x[0].relu();
    }

    public static Compute LeakyRelu(NodeReader node)
    {
        var slope = LastingScalar.Of(node.Float("alpha", 0.01));
        node.Ignore("consumed_inputs");
        return x => x[0].leaky_relu(slope);
    }

    public static Compute PRelu(NodeReader node)
    {
        // Up to version 6 the slopes are one per channel, whatever axes follow.
        var perChannel = node.Opset < 7;
        node.Ignore("consumed_inputs");
        return x =>
        {
            var slope = x[1];
            if (perChannel && slope.numel() > 1)
                slope = slope.reshape([slope.numel(), .. Enumerable.Repeat(1L, x[0].shape.Length - 2)]);
            return x[0].clamp_min(LastingScalar.Of(0)).Plus(slope * x[0].clamp_max(LastingScalar.Of(0)));
        };
    }

    public static Compute Elu(NodeReader node)
    {
        var alpha = LastingScalar.Of(node.Float("alpha", 1));
        node.Ignore("consumed_inputs");
        return x => x[0].elu(alpha, LastingScalar.Of(1.0), LastingScalar.Of(1.0));
    }

    public static Compute Selu(NodeReader node)
    {
        var (alpha, gamma) = node.Opset < 6 ? (1.6732, 1.0507) : (1.67326319217681884765625, 1.05070102214813232421875);
        var (slope, factor) = (LastingScalar.Of(node.Float("alpha", alpha)), LastingScalar.Of(node.Float("gamma", gamma)));
        node.Ignore("consumed_inputs");
        return x => x[0].elu(slope, LastingScalar.Of(1.0), LastingScalar.Of(1.0)) * factor;
    }

    public static Compute Sigmoid(NodeReader node)
    {
        node.Ignore("consumed_inputs");
        return x => x[0].sigmoid();
    }

    public static Compute HardSigmoid(NodeReader node)
    {
        var (alpha, beta) = (LastingScalar.Of(node.Float("alpha", 0.2)), LastingScalar.Of(node.Float("beta", 0.5)));
        node.Ignore("consumed_inputs");
        return x => (x[0] * alpha).Plus(beta).clamp(LastingScalar.Of(0), LastingScalar.Of(1));
    }

    public static Tensor HardSwish(Arguments x) =>
        x[0] * (x[0] / LastingScalar.Of(6)).Plus(LastingScalar.Of(0.5)).clamp(LastingScalar.Of(0), LastingScalar.Of(1));

    public static Compute Tanh(NodeReader node)
    {
        node.Ignore("consumed_inputs");
        return x => x[0].tanh();
    }

    public static Tensor Softplus(Arguments x) => Softplus(x[0], LastingScalar.Of(1.0), LastingScalar.Of(20.0));

    public static Compute Gelu(NodeReader node)
    {
        var approximate = node.Text("approximate", "none") switch
        {
            "none" => TorchSharp.Modules.GELU.Approximate.none,
            "tanh" => TorchSharp.Modules.GELU.Approximate.tanh,
            var other => throw node.Unsupported($"approximate '{other}'"),
        };
        return x => functional.gelu(x[0], approximate);
    }

    public static Compute Celu(NodeReader node)
    {
        var alpha = LastingScalar.Of(node.Float("alpha", 1));
        return x => x[0].celu(alpha);
    }

    public static Tensor Mish(Arguments x) => x[0] * Softplus(x).tanh();

    public static Tensor Softsign(Arguments x) => x[0] / x[0].abs().Plus(LastingScalar.Of(1));

    public static Compute ThresholdedRelu(NodeReader node)
    {
        var threshold = LastingScalar.Of(node.Float("alpha", 1));
        return x => x[0].masked_fill(x[0].le(threshold), LastingScalar.Of(0));
    }

    /// <summary>Values between the bounds become 0, the others come nearer to it.</summary>
    public static Compute Shrink(NodeReader node)
    {
        var (bound, shift) = (node.Float("lambd", 0.5), LastingScalar.Of(node.Float("bias", 0)));
        var (below, above) = (LastingScalar.Of(-bound), LastingScalar.Of(bound));
        return x => where(x[0].lt(below), x[0].Plus(shift), where(x[0].gt(above), x[0] - shift, zeros_like(x[0])));
    }

    public static Compute Swish(NodeReader node)
    {
        var alpha = LastingScalar.Of(node.Float("alpha", 1));
        return x => x[0] * (x[0] * alpha).sigmoid();
    }

    /// <summary>The second input, gated by the swish of the first.</summary>
    public static Compute SwiGlu(NodeReader node)
    {
        var alpha = LastingScalar.Of(node.Float("alpha", 1));
        return x =>
        {
            x.Affordable(Arithmetic.BroadcastShape(x[0].shape, x[1].shape));
            return x[0] * (x[0] * alpha).sigmoid() * x[1];
        };
    }

    /// <summary>1 at the first of the largest values along an axis, else 0; as a softmax of ever larger values.</summary>
    public static Compute Hardmax(NodeReader node) => OverAxis(node, (x, axis) => zeros_like(x).scatter(axis, x.argmax(axis, true), ones_like(x)));

    /// <summary>Bounds as attributes up to version 10, as inputs since. Where the lower one is above the upper one, the upper one holds.</summary>
    public static Compute Clip(NodeReader node)
    {
        double? low = node.Has("min") ? node.Float("min", 0) : null;
        double? high = node.Has("max") ? node.Float("max", 0) : null;
        node.Ignore("consumed_inputs");
        return x =>
        {
            var lower = x.Optional(1) ?? (low is { } l ? tensor((float)l) : null);
            var upper = x.Optional(2) ?? (high is { } h ? tensor((float)h) : null);
            return lower is null && upper is null ? x[0].alias() : x[0].clamp(lower, upper);
        };
    }

    public static Compute Softmax(NodeReader node) => OverAxis(node, (x, axis) => x.softmax(axis));

    public static Compute LogSoftmax(NodeReader node) => OverAxis(node, (x, axis) => functional.log_softmax(x, axis));

    /// <summary>TorchSharp's own; its public methods make the numbers on the way (see <see cref="LastingScalar"/>).</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "softplus1")]
    private static extern Tensor Softplus(Tensor x, TorchSharp.Scalar beta, TorchSharp.Scalar threshold);

    /// <summary>Up to version 12 over all axes from the given one on, taken together; over that axis since.</summary>
    private static Compute OverAxis(NodeReader node, Func<Tensor, long, Tensor> function)
    {
        var together = node.Opset < 13;
        var axis = node.Int("axis", together ? 1 : -1);
        return x =>
        {
            if (!together)
                return function(x[0], axis);

            var shape = x[0].shape;
            var first = axis == shape.Length ? shape.Length : Axes.Normalise(axis, shape.Length);
            return function(x[0].reshape([.. shape[..first], -1]), -1).reshape(shape);
        };
    }
}
