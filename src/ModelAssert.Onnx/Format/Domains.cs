namespace ModelAssert.Onnx.Format;

/// <summary>The namespaces of operators.</summary>
internal static class Domains
{
    /// <summary>ONNX's own operators go by the empty domain, or by this one.</summary>
    public static bool IsDefault(string domain) => domain is "" or "ai.onnx";
}
