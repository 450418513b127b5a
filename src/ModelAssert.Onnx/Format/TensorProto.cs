namespace ModelAssert.Onnx.Format;

internal sealed partial class TensorProto
{
    /// <summary>The kind of its values; may be a number that this version of the format does not name.</summary>
    public Types.DataType ElementType => (Types.DataType)DataType;
}
