namespace ModelAssert.Onnx.Format;

/// <summary>How messages write shapes and other lists of integers.</summary>
internal static class ShapeText
{
    /// <summary>As <c>[1, 3, 32, 32]</c>.</summary>
    public static string Of(IEnumerable<long> values) => $"[{string.Join(", ", values)}]";
}
