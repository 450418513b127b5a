namespace ModelAssert.Zoo;

/// <summary>Deals models to the splits by their names alone, so before anything of them is known, and whatever other models there are.</summary>
internal static class Splits
{
    /// <summary>The split of a model: a quarter tune, a quarter calibrate, half test.</summary>
    /// <param name="name">The name of the model, of the clean twin for an infected one: no seed is in two splits.</param>
    /// <returns>The split.</returns>
    public static Split Of(string name) => (StableHash.Of("split", name) % 4) switch
    {
        0 => Split.Tune,
        1 => Split.Calibrate,
        _ => Split.Test,
    };
}
