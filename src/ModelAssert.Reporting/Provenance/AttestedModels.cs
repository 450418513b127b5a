namespace ModelAssert.Reporting.Provenance;

/// <summary>The models of a package in the order in which everything here names them.</summary>
internal static class AttestedModels
{
    /// <summary>By name, so that the order in which a project lists its models changes nothing.</summary>
    /// <param name="models">The models, in any order.</param>
    /// <returns>The same models.</returns>
    /// <exception cref="ArgumentException">There is none, or two have one name: in both formats a name stands for one model.</exception>
    public static IReadOnlyList<AttestedModel> InOrder(IReadOnlyList<AttestedModel> models)
    {
        if (models.Count == 0)
            throw new ArgumentException("There is nothing to attest without a model.", nameof(models));
        if (models.GroupBy(model => model.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"The model '{twice.Key}' is named twice.", nameof(models));

        return [.. models.OrderBy(model => model.Name, StringComparer.Ordinal)];
    }
}
