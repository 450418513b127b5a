namespace ModelAssert.Xunit.Tests;

/// <summary>What both fronts do alike, and what the data collector says aloud meanwhile, in one real run of xunit v2.</summary>
public sealed class FrontBehaviourTests : IDisposable
{
    private readonly CopiedSample sample = new("DeclaredModels");

    public void Dispose() => sample.Dispose();

    [Fact]
    public async Task Providers_timeouts_skips_names_and_progress()
    {
        BehaviourSample.WriteInto(sample, "DeclaredModels", root: "../FashionGate/");

        var (exitCode, output) = await sample.DotnetTestAsync("--logger", "trx", "--collect", "ModelAssert Artifacts;EchoSeconds=2");

        BehaviourSample.AssertShownBy(sample, exitCode, output);
        Assert.Matches(@"Data collector 'ModelAssert Artifacts' message: Checkpoints\.Takes_too_long: ", output);
    }
}
