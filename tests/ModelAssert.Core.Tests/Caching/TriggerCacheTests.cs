using ModelAssert.Caching;

namespace ModelAssert.Core.Tests.Caching;

public sealed class TriggerCacheTests : CacheFolderTests
{
    [Fact]
    public void An_entry_comes_back_to_the_last_bit()
    {
        Stored();

        var (found, warning) = Cache.Find(Key());

        Assert.Null(warning);
        var expected = Entry();
        Assert.Equal(expected.Trigger.Mask, found!.Trigger.Mask);
        Assert.Equal(expected.Trigger.Pattern, found.Trigger.Pattern);
        Assert.Equal((expected.Trigger.TargetLabel, expected.Trigger.Shape), (found.Trigger.TargetLabel, found.Trigger.Shape));
        Assert.Equal(expected.Norms, found.Norms);
        Assert.Equal(expected with { Trigger = found.Trigger, Norms = found.Norms }, found);
    }

    [Fact]
    public void What_was_never_stored_is_a_miss_without_a_warning_and_without_a_folder()
    {
        Assert.Equal(new CacheAnswer(null, null), Cache.Find(Key()));
        Assert.Empty(Cache.Files());
        Cache.Trim();
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void Storing_again_replaces_the_entry()
    {
        Stored();
        Assert.Null(Cache.Store(Key(), Entry(strength: 0.5f)));

        Assert.Equal(0.5f, Cache.Find(Key()).Entry!.Trigger.Mask[0]);
        Assert.Single(Directory.EnumerateFiles(Folder));
    }

    [Fact]
    public void A_hit_is_marked_as_used()
    {
        var path = Stored();
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-9));
        Cache.Find(Key());

        Assert.True(Assert.Single(Cache.Files()).LastUsed > DateTimeOffset.UtcNow.AddMinutes(-1));
    }

    [Fact]
    public void Those_that_were_not_used_for_longest_go_first()
    {
        foreach (var label in Enumerable.Range(0, 5))
            File.SetLastWriteTimeUtc(Stored(label), DateTime.UtcNow.AddDays(-label));
        Cache.Find(Key(4));

        var size = Cache.Files()[0].Length;
        new TriggerCache(Folder, CacheSeal.Plain) { MaximumBytes = 3 * size }.Trim();

        Assert.Equal([0, 1, 4], Enumerable.Range(0, 5).Where(label => Cache.Find(Key(label)).Entry is not null));
    }

    [Fact]
    public void What_a_killed_process_left_behind_goes_after_a_while()
    {
        var path = Stored();
        var (abandoned, inUse) = ($"{path}.1.tmp", $"{path}.2.tmp");
        File.WriteAllText(abandoned, "half");
        File.WriteAllText(inUse, "half");
        File.SetLastWriteTimeUtc(abandoned, DateTime.UtcNow.AddHours(-2));

        Cache.Trim();

        Assert.Equal([path, inUse], Directory.EnumerateFiles(Folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Clearing_leaves_the_files_of_others()
    {
        Stored(1);
        Stored(2);
        var other = Path.Combine(Folder, "triggers.npz");
        File.WriteAllText(other, "mine");

        Assert.Equal(2, Cache.Clear());
        Assert.Equal([other], Directory.EnumerateFiles(Folder));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_a_warning()
    {
        // A file in the folder's place stops the superuser too, whom permissions do not.
        File.WriteAllText(Folder, "in the way");

        Assert.Equal(DiagnosticIds.CacheNotWritable, Cache.Store(Key(), Entry())!.Id);
        Assert.Null(Cache.Find(Key()).Entry);
        Assert.Empty(Cache.Files());
        Cache.Trim();
    }

    [Fact]
    public void Readers_never_see_half_of_what_many_writers_write()
    {
        var warnings = 0;
        Parallel.For(0, 400, i =>
        {
            var label = i % 3;
            Assert.Null(Cache.Store(Key(label), Entry(label, strength: i / 400f)));
            if (Cache.Find(Key((i + 1) % 3)) is { Warning: not null })
                Interlocked.Increment(ref warnings);
            if (i % 10 == 0)
                Cache.Trim();
        });

        Assert.Equal(0, warnings);
        Assert.Equal(3, Directory.GetFiles(Folder).Length);
        Assert.All(Enumerable.Range(0, 3), label => Assert.NotNull(Cache.Find(Key(label)).Entry));
    }

    [Fact]
    public void Predecessors_are_other_models_of_the_same_file_name_scanned_in_the_same_way()
    {
        Stored();
        Store(Key() with { ModelSha256 = new string('c', 64) }, Entry(strength: 0.2f) with { Created = DateTimeOffset.UnixEpoch });
        Store(Key() with { ModelSha256 = new string('d', 64) }, Entry(strength: 0.3f));
        Store(Key() with { ModelSha256 = new string('e', 64) }, Entry(strength: 0.4f) with { ModelFile = "others.onnx" });
        Store(Key() with { ModelSha256 = new string('f', 64), Seed = 1 }, Entry(strength: 0.5f));
        File.WriteAllText(Cache.PathOf(Key() with { ModelSha256 = new string('9', 64) }), "damaged");

        Assert.Equal([0.3f, 0.2f], Cache.FindPredecessors(Key(), "signs.onnx").Select(entry => entry.Trigger.Mask[0]));

        void Store(CacheKey key, CacheEntry entry) => Assert.Null(Cache.Store(key, entry));
    }
}
