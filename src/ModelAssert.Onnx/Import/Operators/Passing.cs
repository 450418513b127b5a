using ModelAssert.Onnx.Format;
using static TorchSharp.torch;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Operators that pass their input on.</summary>
internal static class Passing
{
    public static Tensor Identity(Arguments x) => x[0].alias();

    /// <summary>
    /// All floating point is float32 here, so casts between its kinds pass their input on, but for what an operator further on may look at: half precision rounds, and makes what is too large infinite, and
    /// double precision keeps what float32 loses beside a large number, until it is cast back.
    /// </summary>
    public static Compute Cast(NodeReader node)
    {
        // Version 1 names the kind in words.
        var to = node.Opset < 6 ? Named(node.Text("to", "")) : (TensorProto.Types.DataType)node.RequiredInt("to");
        node.Ignore("saturate", "round_mode");

        // Eight bits of mantissa are a rounding that shows.
        if (to is TensorProto.Types.DataType.Bfloat16 || TensorReader.TypeOf(to) is not { } type)
            throw node.Unsupported($"a cast to {to}");
        return to == TensorProto.Types.DataType.Float16
            ? x => x[0].to(ScalarType.Float16).to(type)
            : to == TensorProto.Types.DataType.Double ? x => x[0].to(ScalarType.Float64)
            : x => x[0].dtype == type ? x[0].alias() : x[0].to(type);
    }

    /// <summary>To the kind of the second input.</summary>
    public static Compute CastLike(NodeReader node)
    {
        node.Ignore("saturate", "round_mode");
        return x => x[0].dtype == x[1].dtype ? x[0].alias() : x[0].to(x[1].dtype);
    }

    /// <summary>In inference nothing is dropped; the mask is all true.</summary>
    public static ComputeAll Dropout(NodeReader node)
    {
        node.Ignore("ratio", "seed", "consumed_inputs", "is_test");
        var trains = node.Integers(2);
        return x => trains.Optional(x) is [not 0]
            ? throw node.Unsupported("training mode")
            : [x[0].alias(), ones_like(x[0], ScalarType.Bool)];
    }

    private static TensorProto.Types.DataType Named(string name) =>
        Enum.TryParse<TensorProto.Types.DataType>(name, ignoreCase: true, out var type) ? type : TensorProto.Types.DataType.Undefined;
}
