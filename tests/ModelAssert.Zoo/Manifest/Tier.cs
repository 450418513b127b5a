namespace ModelAssert.Zoo;

/// <summary>How large a zoo.</summary>
internal enum Tier
{
    /// <summary>Five models, to see that everything works.</summary>
    Smoke,

    /// <summary>About a hundred models on five data sets, with patches of all kinds and a few of every other attack.</summary>
    Nightly,

    /// <summary>How far attacks on GTSRB and MNIST can go before they are missed (the paper's section VII): ever larger squares, ever more infected labels, nine triggers.</summary>
    Limits,

    /// <summary>Networks and triggers as other people publish them.</summary>
    Foreign,

    /// <summary>Some five hundred models, with every attack.</summary>
    Release,
}
