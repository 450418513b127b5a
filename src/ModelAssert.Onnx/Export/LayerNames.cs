namespace ModelAssert.Onnx.Export;

/// <summary>
/// Names of nodes that a person can read: the layer's own dotted name where its author gave one, else its kind and a number. Each is given once.
/// </summary>
internal sealed class LayerNames
{
    private readonly HashSet<string> taken = [];
    private readonly Dictionary<string, int> counts = [];

    /// <summary>The name of the next layer.</summary>
    /// <param name="path">The layer's names from the outermost <c>Sequential</c> inwards.</param>
    /// <param name="kind">What to call it if a <c>Sequential</c> has only numbered it.</param>
    public string Next(IReadOnlyList<string> path, string kind)
    {
        var given = string.Join('.', path);
        if (!path.Any(IsNumber) && taken.Add(given))
            return given;

        while (true)
        {
            counts[kind] = counts.GetValueOrDefault(kind) + 1;
            if (taken.Add(kind + counts[kind]))
                return kind + counts[kind];
        }
    }

    private static bool IsNumber(string name) => name.All(char.IsAsciiDigit);
}
