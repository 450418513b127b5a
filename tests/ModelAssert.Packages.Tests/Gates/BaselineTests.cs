namespace ModelAssert.Packages.Tests.Gates;

/// <summary>Findings that a team accepted: by content, with a reason, until a day.</summary>
public sealed class BaselineTests(PackageFeed feed)
{
    [Fact]
    public async Task An_accepted_finding_passes_with_a_remark_and_the_attestation_says_why()
    {
        var project = Infected(Acceptance("2999-12-31"));
        var run = await project.PackAsync();

        project.AssertPacked(run);
        Assert.Contains("models/signs.onnx: Accepted until 2999-12-31 (weak class, see issue 12): label 2 is infected", run.Output, StringComparison.Ordinal);
        Assert.Contains("weak class, see issue 12", await File.ReadAllTextAsync(Path.ChangeExtension(project.PackagePath, ".intoto.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_acceptance_counts_no_more_and_is_said()
    {
        var project = Infected(Acceptance("2020-01-31"));
        var run = await project.PackAsync();

        project.AssertRefused(run, "models/signs.onnx : error MODELASSERT1001: label 2 is infected");
        Assert.Contains("models/signs.onnx : warning MODELASSERT1005: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_weights_need_another_acceptance()
    {
        var project = Infected(Acceptance("2999-12-31", new string('0', 64)));
        var run = await project.PackAsync();

        project.AssertRefused(run, "models/signs.onnx : error MODELASSERT1001: label 2 is infected");
        Assert.Contains("modelassert.baseline.json : warning MODELASSERT1006: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_understood_accepts_nothing()
    {
        var project = Infected(Acceptance("2999-12-31").Replace("reason", "reson", StringComparison.Ordinal));
        project.AssertRefused(await project.PackAsync(), "error MODELASSERT0043: ");
    }

    private GateProject Infected(string baseline)
    {
        var project = new GateProject(feed, GateProject.Model);
        project.UseModel(GateProject.Infected);
        project.Write("modelassert.baseline.json", baseline);
        return project;
    }

    private static string Acceptance(string expires, string? sha256 = null) =>
        $$"""{ "schemaVersion": 1, "accepted": [ { "model": "{{sha256 ?? GateProject.Sha256OfShared(GateProject.Infected)}}", "label": 2, "reason": "weak class, see issue 12", "expires": "{{expires}}" } ] }""";
}
