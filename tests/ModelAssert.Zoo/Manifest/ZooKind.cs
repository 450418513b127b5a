namespace ModelAssert.Zoo;

/// <summary>Models of one network on one data set. What a model is depends on its own number alone, so that a larger tier holds those of a smaller one.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Network">The network.</param>
/// <param name="Twins">How many plain clean models serve as twins, in turn; every tier has those that its infected models need.</param>
internal sealed record ZooKind(ZooData Data, ZooNetwork Network, int Twins)
{
    // A third of the clean models, the last of each three.
    private const int HardEvery = 3;

    // As many models of an attack as the nightly tier has: they get different twins.
    private const int PerFamily = 4;

    /// <summary>Lists them.</summary>
    /// <param name="clean">How many are clean. Each third one is hard, with another hardship each time.</param>
    /// <param name="infected">How many are infected.</param>
    /// <param name="families">Their attacks, in turn.</param>
    /// <returns>The clean ones, then the infected ones.</returns>
    public IEnumerable<ZooModel> Models(int clean, int infected, params AttackFamily[] families) =>
    [
        .. Enumerable.Range(0, clean).Select(Clean),
        .. Enumerable.Range(0, infected).Select(i => Infected(families[i % families.Length], i / families.Length)),
    ];

    /// <summary>Lists models of one attack that goes further each time, all with the first clean model as their twin: nothing else differs.</summary>
    /// <param name="family">The attack.</param>
    /// <param name="extents">How far it goes.</param>
    public IEnumerable<ZooModel> Sweep(AttackFamily family, params int[] extents) =>
        extents.Select(extent => new ZooModel(Data, Network, family, 0) { Extent = extent, Twin = Clean(0) });

    private ZooModel Clean(int number) => new(Data, Network, AttackFamily.A0, number)
    {
        Hardship = number % HardEvery == HardEvery - 1 ? Enum.GetValues<Hardship>()[number / HardEvery % Enum.GetValues<Hardship>().Length] : null,
    };

    private ZooModel Infected(AttackFamily family, int number)
    {
        var plain = (PerFamily * ((int)family - 1) + number) % Twins;
        return new ZooModel(Data, Network, family, number) { Twin = Clean(plain + plain / (HardEvery - 1)) };
    }
}
