namespace ModelAssert.Zoo;

/// <summary>Models that one row of a table is about.</summary>
/// <param name="Data">Their data set.</param>
/// <param name="Attack">The attack on the infected ones.</param>
/// <param name="Clean">The clean ones.</param>
/// <param name="Infected">The infected ones.</param>
internal sealed record ScoreGroup(string Data, string Attack, IReadOnlyList<ScoredModel> Clean, IReadOnlyList<ScoredModel> Infected)
{
    private const string Any = "all";

    /// <summary>Every data set with each attack, each data set with all, and all models.</summary>
    public static IEnumerable<ScoreGroup> Of(IReadOnlyList<ScoredModel> models)
    {
        foreach (var data in models.GroupBy(model => model.Card.Data).OrderBy(group => group.Key))
        {
            foreach (var family in data.Where(model => model.IsInfected).GroupBy(model => model.Card.Attack).OrderBy(group => group.Key))
                yield return Group($"{data.Key}", $"{family.Key}", [.. data.Where(model => !model.IsInfected), .. family]);
            yield return Group($"{data.Key}", Any, [.. data]);
        }

        foreach (var family in models.Where(model => model.IsInfected).GroupBy(model => model.Card.Attack).OrderBy(group => group.Key))
            yield return Group(Any, $"{family.Key}", [.. models.Where(model => !model.IsInfected), .. family]);
        yield return Group(Any, Any, models);
    }

    /// <summary>The area under the curve of a detector.</summary>
    public double? Auroc(Detector detector) => Separation.Auroc([.. Infected.Select(detector.ScoreOf)], [.. Clean.Select(detector.ScoreOf)]);

    /// <summary>Its interval.</summary>
    public (double Lower, double Upper)? AurocInterval(Detector detector) =>
        Separation.Interval([.. Infected.Select(detector.ScoreOf)], [.. Clean.Select(detector.ScoreOf)]);

    /// <summary>How often the smallest trigger is that of a target.</summary>
    public Rate TargetFirst => Rate.Of([.. Infected.Where(model => model.IsTargetFirst is not null)], model => model.IsTargetFirst == true);

    /// <summary>How many scans came to no verdict.</summary>
    public Rate Inconclusive => Rate.Of([.. Clean, .. Infected], model => model.IsInconclusive);

    private static ScoreGroup Group(string data, string attack, IReadOnlyList<ScoredModel> models) =>
        new(data, attack, [.. models.Where(model => !model.IsInfected)], [.. models.Where(model => model.IsInfected)]);
}
