namespace ModelAssert.Caching;

/// <summary>What the cache says when it is asked for a label.</summary>
/// <param name="Entry">The entry, or <see langword="null"/> for a miss.</param>
/// <param name="Warning">Why an entry that is there is a miss all the same, or <see langword="null"/>.</param>
internal sealed record CacheAnswer(CacheEntry? Entry, ScanWarning? Warning)
{
    internal static CacheAnswer Miss { get; } = new(null, null);
}
