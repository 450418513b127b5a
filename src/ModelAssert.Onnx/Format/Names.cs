namespace ModelAssert.Onnx.Format;

/// <summary>Names in a model.</summary>
internal static class Names
{
    /// <summary>The first name that is there for a second time, or <see langword="null"/>.</summary>
    public static string? FirstRepeated(IEnumerable<string> names)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        return names.FirstOrDefault(name => !known.Add(name));
    }
}
