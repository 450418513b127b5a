using ModelAssert.Engine.Native;
using ModelAssert.Onnx.Format;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Values that are written down, or follow from a shape.</summary>
internal static class Constants
{
    /// <summary>The shape of the input, or a slice of it, as int64.</summary>
    public static Compute Shape(NodeReader node)
    {
        var (start, end) = (node.Int("start", 0), node.Int("end", int.MaxValue));
        return x =>
        {
            var shape = x[0].shape;
            var from = Math.Clamp(start < 0 ? start + shape.Length : start, 0, shape.Length);
            var to = Math.Clamp(end < 0 ? end + shape.Length : end, from, shape.Length);
            return tensor(shape[(int)from..(int)to], ScalarType.Int64);
        };
    }

    public static Compute Constant(NodeReader node)
    {
        var value = node.Tensor("value")
            ?? (node.Has("value_float") ? tensor((float)node.Float("value_float", 0)) : null)
            ?? (node.Has("value_int") ? tensor(node.Int("value_int", 0)) : null)
            ?? (node.Floats("value_floats") is { } floats ? tensor(floats) : null)
            ?? (node.Ints("value_ints") is { } ints ? tensor(ints) : null)
            ?? throw node.Unsupported("a value that is no tensor and no number");
        return _ => value.alias();
    }

    /// <summary>One value, by default 0 in float32, in the shape that the input states.</summary>
    public static Compute ConstantOfShape(NodeReader node)
    {
        // The value is kept as a number: a tensor would have to be owned by someone.
        var (value, type) = Single(node.Tensor("value"));
        var shape = node.Integers(0);
        return x =>
        {
            var size = shape.Of(x);
            if (size.Any(s => s < 0))
                throw new InvalidOperationException($"its shape is {ShapeText.Of(size)}");
            return full(x.Affordable(size), value, type);
        };
    }

    /// <summary>The number of values.</summary>
    public static Tensor Size(Arguments x) => tensor(x[0].numel());

    /// <summary>From a start to a limit, which is not among them, in steps.</summary>
    public static Tensor Range(Arguments x)
    {
        if (x[0].numel() != 1 || x[1].numel() != 1 || x[2].numel() != 1)
            throw new InvalidOperationException("its start, limit and step are not one number each");

        var (start, limit, step) = (x[0].to(ScalarType.Float64).item<double>(), x[1].to(ScalarType.Float64).item<double>(), x[2].to(ScalarType.Float64).item<double>());
        var count = Math.Max(0, Math.Ceiling((limit - start) / step));
        if (step == 0 || !double.IsFinite(count) || count > int.MaxValue)
            throw new InvalidOperationException($"from {start} to {limit} in steps of {step} is endless");
        x.Affordable((long)count);
        return x[0].reshape(1).Plus(SafeArithmetic.Sequence(0, (long)count, x[0].dtype) * x[2].reshape(1));
    }

    /// <summary>1 on a diagonal of a matrix of the input's shape, else 0.</summary>
    public static Compute EyeLike(NodeReader node)
    {
        ScalarType? type = node.Has("dtype")
            ? TensorReader.TypeOf((TensorProto.Types.DataType)node.Int("dtype", 0)) ?? throw node.Unsupported($"dtype {node.Int("dtype", 0)}")
            : null;
        var diagonal = node.Int("k", 0);
        return x =>
        {
            if (x[0].shape.Length != 2)
                throw new InvalidOperationException($"{ShapeText.Of(x[0].shape)} is no matrix");
            var all = ones(x.Affordable(x[0].shape), type ?? x[0].dtype);
            var k = Math.Clamp(diagonal, int.MinValue, int.MaxValue);
            return all.triu(k).tril(k);
        };
    }

    private static (Scalar Value, ScalarType Type) Single(Tensor? value)
    {
        if (value is null)
            return (LastingScalar.Of(0.0), ScalarType.Float32);
        if (value.numel() != 1)
            throw new InvalidOperationException($"its value has {value.numel()} elements");
        var isNumber = value.is_floating_point();
        return (isNumber ? LastingScalar.Of(value.to(ScalarType.Float64).item<double>()) : LastingScalar.Of(value.to(ScalarType.Int64).item<long>()), value.dtype);
    }
}
