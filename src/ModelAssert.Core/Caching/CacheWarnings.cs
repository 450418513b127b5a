namespace ModelAssert.Caching;

/// <summary>One factory per warning, so that each has one wording.</summary>
internal static class CacheWarnings
{
    public static ScanWarning Damaged(string file, Exception cause) => new(
        DiagnosticIds.CacheEntryDamaged, file,
        $"The cache entry is damaged and was not used. {cause.Message}", "The label is analysed again, and the entry replaced.");

    public static ScanWarning ForeignSeal(string file, Exception cause) => new(
        DiagnosticIds.CacheEntryForeign, file,
        $"The cache entry is not ours and was not used. {cause.Message}",
        $"The label is analysed again, and the entry replaced. Give {CacheSeal.SecretVariable} the same value wherever this cache is used.");

    public static ScanWarning NotWritable(string folder, Exception cause) => new(
        DiagnosticIds.CacheNotWritable, folder,
        $"The cache cannot be written here ({cause.Message.TrimEnd('.')}).", "The scan goes on without. Give another folder (--cache), or none (--no-cache).");
}
