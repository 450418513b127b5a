using ModelAssert.Caching;

namespace ModelAssert.Core.Tests.Caching;

/// <summary>A cache in a folder of its own, and things to put into it.</summary>
public abstract class CacheFolderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    protected CacheFolderTests() => Cache = CacheWith(CacheSeal.Plain);

    protected string Folder => Path.Combine(root, "cache");

    private protected TriggerCache Cache { get; }

    public void Dispose()
    {
        Directory.Delete(root, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected TriggerCache CacheWith(CacheSeal seal) => new(Folder, seal);

    private protected static CacheKey Key(int label = 3) => new()
    {
        ModelSha256 = new string('a', 64),
        SamplesSha256 = new string('b', 64),
        StoredRange = PixelRange.Bytes,
        Preprocessing = PixelRange.Unit,
        Profile = ScanProfile.Fast,
        Settings = "{\"MaximumSteps\":60}",
        Seed = 0,
        Label = label,
        AlgorithmVersion = "1",
    };

    private protected static CacheEntry Entry(int label = 3, float strength = 0.1f) => new(
        new Trigger(label, new ImageShape(2, 2, 3), [strength, 0, 1, 0.25f, 0, 1f / 3], [.. Enumerable.Range(0, 12).Select(i => i / 11f)]),
        Converged: true, Steps: 60, AttackSuccessRate: 0.1 + 0.2, "signs.onnx", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
    {
        Stopped = LabelStop.Screened,
        Norms = [12.5, 1 / 3.0],
        FirstSuccess = 2,
    };

    /// <summary>Stores an entry, which must work.</summary>
    protected string Stored(int label = 3)
    {
        Assert.Null(Cache.Store(Key(label), Entry(label)));
        return Cache.PathOf(Key(label));
    }

    protected void AssertDamaged(string what)
    {
        var (entry, warning) = Cache.Find(Key());
        Assert.True(entry is null, what);
        Assert.True(warning?.Id == DiagnosticIds.CacheEntryDamaged, what);
    }
}
