using System.IO.Compression;
using ModelAssert.Arrays;

namespace ModelAssert.Core.Tests.Caching;

/// <summary>Whatever happens to a file, it is the entry that was written, or a miss.</summary>
public sealed class DamagedEntryTests : CacheFolderTests
{
    [Fact]
    public void One_changed_bit_in_any_byte_is_a_miss()
    {
        var path = Stored();
        var bytes = File.ReadAllBytes(path);
        for (var i = 0; i < bytes.Length; i++)
        {
            var bit = (byte)(1 << i % 8);
            bytes[i] ^= bit;
            File.WriteAllBytes(path, bytes);
            AssertNotUsed($"byte {i} of {bytes.Length}");
            bytes[i] ^= bit;
        }

        File.WriteAllBytes(path, bytes);
        Assert.NotNull(Cache.Find(Key()).Entry);
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_a_miss()
    {
        var path = Stored();
        var bytes = File.ReadAllBytes(path);
        for (var length = 0; length < bytes.Length; length += 7)
        {
            File.WriteAllBytes(path, bytes[..length]);
            AssertDamaged($"{length} of {bytes.Length} bytes");
        }
    }

    [Fact]
    public void A_file_with_something_behind_its_end_is_a_miss()
    {
        File.AppendAllText(Stored(), "x");

        AssertDamaged("one byte more");
    }

    [Fact]
    public void Two_entries_that_were_swapped_are_misses()
    {
        var (third, fourth) = (Stored(3), Stored(4));
        File.Move(third, third + ".away");
        File.Move(fourth, third);
        File.Move(third + ".away", fourth);

        AssertDamaged("swapped");
        Assert.Null(Cache.Find(Key(4)).Entry);
    }

    [Fact]
    public void An_array_that_claims_to_be_huge_is_a_miss_that_costs_no_memory()
    {
        var path = Stored();
        using (var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
        {
            using var mask = zip.CreateEntry("mask.npy", CompressionLevel.Fastest).Open();
            mask.Write(NpyHeader.Write(NpyElementType.Float32, [500_000_000]));
            mask.Write(new byte[100_000_000]);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertDamaged("huge");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000_000);
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.1f)]
    public void A_forged_mask_outside_of_0_to_1_is_a_miss(float value)
    {
        // Properly sealed: anyone can do that where there is no secret to know.
        Assert.Null(Cache.Store(Key(), Entry(strength: value)));

        AssertDamaged("forged");
    }

    [Fact]
    public void A_mask_that_is_no_number_is_refused_when_it_is_stored() =>
        Assert.Throws<ArgumentException>(() => Cache.Store(Key(), Entry(strength: float.NaN)));

    /// <summary>A changed byte in the name of the seal's algorithm looks like another kind of seal.</summary>
    private void AssertNotUsed(string what)
    {
        var (entry, warning) = Cache.Find(Key());
        Assert.True(entry is null, what);
        Assert.True(warning?.Id is DiagnosticIds.CacheEntryDamaged or DiagnosticIds.CacheEntryForeign, what);
    }
}
