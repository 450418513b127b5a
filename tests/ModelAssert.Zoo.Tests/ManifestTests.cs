namespace ModelAssert.Zoo.Tests;

public class ManifestTests
{
    [Theory]
    [InlineData(nameof(Tier.Smoke))]
    [InlineData(nameof(Tier.Nightly))]
    [InlineData(nameof(Tier.Limits))]
    [InlineData(nameof(Tier.Foreign))]
    [InlineData(nameof(Tier.Release))]
    public void Every_name_is_there_once_and_after_its_twin(string tier)
    {
        var models = ZooManifest.Of(Enum.Parse<Tier>(tier));

        Assert.Equal(models.Count, models.DistinctBy(model => model.Name).Count());
        Assert.All(models.Index(), entry => Assert.True(entry.Item.Twin is null || models.Take(entry.Index).Any(model => model.Name == entry.Item.Twin.Name)));
    }

    [Fact]
    public void A_larger_tier_holds_the_models_of_the_smaller_one()
    {
        Assert.Empty(ZooManifest.Of(Tier.Smoke).Except(ZooManifest.Of(Tier.Nightly)));
        Assert.Empty(ZooManifest.Of(Tier.Nightly).Except(ZooManifest.Of(Tier.Release)));
        Assert.Empty(ZooManifest.Of(Tier.Limits).Except(ZooManifest.Of(Tier.Release)));
        Assert.Empty(ZooManifest.Of(Tier.Foreign).Except(ZooManifest.Of(Tier.Release)));
    }

    [Fact]
    public void No_seed_is_in_two_splits() =>
        Assert.All(ZooManifest.Of(Tier.Release).GroupBy(model => model.Seed), twins => Assert.Single(twins.Select(model => model.Split).Distinct()));

    [Fact]
    public void A_third_of_the_clean_models_is_hard_and_no_twin_is()
    {
        ZooModel[] clean = [.. ZooManifest.Of(Tier.Release).Where(model => !model.IsInfected)];

        Assert.InRange(clean.Count(model => model.Hardship is not null) / (double)clean.Length, 0.3, 0.36);
        Assert.All(ZooManifest.Of(Tier.Release), model => Assert.Null(model.Twin?.Hardship));
    }

    [Fact]
    public void Names_decide_splits_and_seeds_for_ever()
    {
        // Whoever changes these changes which models thresholds were set on, after their figures were seen.
        var model = ZooManifest.Of(Tier.Nightly).Single(model => model.Name == "mnist-paper-a1-00");

        Assert.Equal(("Test", 863388914, 1529479015), (model.Split.ToString(), model.Seed, model.AttackSeed));
    }
}
