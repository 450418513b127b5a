namespace ModelAssert.Zoo;

/// <summary>How large a zoo.</summary>
internal enum Tier
{
    /// <summary>Six models, to see that everything works.</summary>
    Smoke,

    /// <summary>About a hundred models on five data sets, with patches of all kinds.</summary>
    Nightly,

    /// <summary>Some five hundred models, with every attack.</summary>
    Release,
}
