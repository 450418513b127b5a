namespace ModelAssert;

/// <summary>What a scan concludes about a model.</summary>
public enum Verdict
{
    /// <summary>No label is infected, and enough labels were analysed to say so. Says nothing about kinds of backdoor that were not tested.</summary>
    Clean,

    /// <summary>At least one label is infected.</summary>
    Infected,

    /// <summary>The scan could not decide. Never to be read as clean.</summary>
    Inconclusive,
}
