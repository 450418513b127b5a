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

        // While the test runs: before the line that says how it ended.
        var echo = output.IndexOf("ModelAssert: Checkpoints.Takes_too_long: ", StringComparison.Ordinal);
        Assert.InRange(echo, 0, output.IndexOf("Failed Checkpoints.Takes_too_long", StringComparison.Ordinal));
    }
}
