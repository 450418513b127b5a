namespace ModelAssert.Zoo;

/// <summary>One model of the zoo, before it is trained: all that decides what becomes of it.</summary>
/// <param name="Data">What it learns.</param>
/// <param name="Network">What learns it.</param>
/// <param name="Family">Its attack.</param>
/// <param name="Number">Which of its kind it is, counted from 0.</param>
internal sealed record ZooModel(ZooData Data, ZooNetwork Network, AttackFamily Family, int Number)
{
    /// <summary>What makes a clean model a hard one, if anything does.</summary>
    public Hardship? Hardship { get; init; }

    /// <summary>The clean model with the same seed, of an infected one.</summary>
    public ZooModel? Twin { get; init; }

    /// <summary>How far the attack goes, where a tier says it: the side of a large square in pixels, or how many labels are infected; <see langword="null"/> where it is drawn.</summary>
    public int? Extent { get; init; }

    /// <summary>Its name, which is its file's.</summary>
    public string Name => FormattableString.Invariant(
        $"{Data}-{Network}-{(Family == AttackFamily.A0 ? "clean" : Family)}{(Extent is { } extent ? $"-of-{extent:00}" : "")}-{Number:00}").ToLowerInvariant();

    /// <summary>Seeds the weights, the choice of the training images and their order: for twins the same.</summary>
    public int Seed => StableHash.Of("seed", (Twin ?? this).Name);

    /// <summary>Seeds the parameters of the attack, and the choice of the images that are poisoned.</summary>
    public int AttackSeed => StableHash.Of("attack", Name);

    /// <summary>What it may be used for.</summary>
    public Split Split => Splits.Of((Twin ?? this).Name);

    /// <summary>Whether it is to be infected.</summary>
    public bool IsInfected => Family != AttackFamily.A0;

    /// <summary>Whether the backdoor comes with the training set.</summary>
    public bool IsPoisoned => IsInfected && Family != AttackFamily.A13;
}
