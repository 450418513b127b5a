using ModelAssert.Caching;

namespace ModelAssert.Core.Tests.Caching;

public sealed class CacheKeyTests : CacheFolderTests
{
    [Fact]
    public void Equal_parts_give_equal_names() => Assert.Equal(Key().Name(), (Key(4) with { Label = 3 }).Name());

    [Fact]
    public void Its_name_is_its_lineage_and_the_digest_of_its_text() => Assert.Equal(
        Key().Lineage() + "-" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(
            $"format 3\nmodel {new string('a', 64)}\nsamples {new string('b', 64)}\nstored-range 0..255\npreprocessing --input-range 0..1\n"
            + "profile Fast\nsettings {\"MaximumSteps\":60}\nseed 0\nlabel 3\nalgorithm 1\n"))),
        Key().Name());

    [Fact]
    public void Every_part_changes_the_name()
    {
        CacheKey[] others =
        [
            Key() with { ModelSha256 = new string('c', 64) },
            Key() with { SamplesSha256 = new string('c', 64) },
            Key() with { StoredRange = PixelRange.Unit },
            Key() with { Preprocessing = PixelRange.Symmetric },
            Key() with { Profile = ScanProfile.Paper },
            Key() with { Settings = "{\"MaximumSteps\":61}" },
            Key() with { Seed = 1 },
            Key() with { Label = 4 },
            Key() with { AlgorithmVersion = "2" },
        ];

        Assert.Equal(typeof(CacheKey).GetProperties().Length, others.Length);
        Assert.Equal(others.Length + 1, others.Append(Key()).Select(key => key.Name()).Distinct().Count());
    }

    [Fact]
    public void Every_part_of_the_preprocessing_changes_the_name()
    {
        Preprocessing[] all =
        [
            new(), PixelRange.Symmetric, new() { ChannelOrder = ChannelOrder.Bgr }, new() { Mean = [0.5], StandardDeviation = [1] }, new() { Mean = [0.25], StandardDeviation = [1] },
            new() { Mean = [0.5], StandardDeviation = [2] }, new() { Mean = [0.5, 0.5, 0.5], StandardDeviation = [1, 1, 1] },
        ];

        Assert.Equal(all.Length, all.Select(preprocessing => (Key() with { Preprocessing = preprocessing }).Name()).Distinct().Count());
        Assert.Equal((Key() with { Preprocessing = all[3] with { Origin = "MNIST" } }).Name(), (Key() with { Preprocessing = all[3] }).Name());
    }

    [Fact]
    public void Its_lineage_is_all_but_the_model()
    {
        Assert.Equal(Key().Lineage(), (Key() with { ModelSha256 = new string('c', 64) }).Lineage());
        Assert.NotEqual(Key().Lineage(), Key(4).Lineage());
        Assert.NotEqual(Key().Lineage(), (Key() with { Seed = 1 }).Lineage());
    }
}
