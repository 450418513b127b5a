namespace ModelAssert.Onnx.Format;

internal sealed partial class NodeProto
{
    /// <summary>How messages call the node: its operator and its name, or what it writes if it has none.</summary>
    public string Describe() => PlainText.OneLine($"{OpType} '{(Name.Length > 0 ? Name : Output.FirstOrDefault(""))}'");
}
