using ModelAssert.Caching;

namespace ModelAssert.Core.Tests.Caching;

public sealed class CacheSealTests : CacheFolderTests
{
    private static readonly CacheSeal Ours = CacheSeal.Of("our secret");

    [Fact]
    public void An_entry_of_the_same_secret_is_a_hit()
    {
        Assert.Null(CacheWith(Ours).Store(Key(), Entry()));

        Assert.NotNull(CacheWith(CacheSeal.Of("our secret")).Find(Key()).Entry);
    }

    [Fact]
    public void An_entry_of_another_secret_is_a_miss() => AssertForeign(CacheSeal.Of("their secret"), Ours);

    [Fact]
    public void An_entry_without_a_secret_is_a_miss_where_there_is_one() => AssertForeign(CacheSeal.Plain, Ours);

    [Fact]
    public void An_entry_with_a_secret_is_a_miss_where_there_is_none() => AssertForeign(Ours, CacheSeal.Plain);

    [Fact]
    public void An_empty_secret_is_refused() => Assert.Throws<ArgumentException>(() => CacheSeal.Of(""));

    [Fact]
    public void The_secret_is_not_in_the_file()
    {
        Assert.Null(CacheWith(Ours).Store(Key(), Entry()));

        Assert.True(File.ReadAllBytes(Cache.PathOf(Key())).AsSpan().IndexOf("our secret"u8) < 0);
    }

    private void AssertForeign(CacheSeal written, CacheSeal read)
    {
        Assert.Null(CacheWith(written).Store(Key(), Entry()));

        var (entry, warning) = CacheWith(read).Find(Key());
        Assert.Null(entry);
        Assert.Equal(DiagnosticIds.CacheEntryForeign, warning!.Id);
    }
}
