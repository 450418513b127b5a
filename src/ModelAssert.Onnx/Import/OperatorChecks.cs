using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Import.Operators;

namespace ModelAssert.Onnx.Import;

/// <summary>Tells the reader of the message everything that is missing at once: exporting again for each operator is no fun.</summary>
internal static class OperatorChecks
{
    /// <summary>Every operator of the model is in the catalogue, and it asks for nothing else.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0013</c>, with all that is missing, sorted.</exception>
    public static void RequireKnown(OnnxFile file)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var node in file.Graph.Node.Where(n => OperatorCatalogue.Find(n) is null))
            missing.Add(Name(node.Domain, node.OpType));
        foreach (var function in file.Model.Functions)
            missing.Add(Name(function.Domain, function.Name) + " (a function of its own)");
        if (file.Graph.SparseInitializer.Count > 0)
            missing.Add("sparse initialisers");

        if (missing.Count > 0)
            throw OnnxErrors.OperatorsUnsupported(file.Path, missing);
    }

    private static string Name(string domain, string name) => Domains.IsDefault(domain) ? name : $"{domain}.{name}";
}
