using ModelAssert.Xunit.Tests;

namespace ModelAssert.Xunit.V3.Tests;

/// <summary>What both fronts do alike, in one real run of xunit v3.</summary>
public sealed class FrontBehaviourTests : IDisposable
{
    private readonly CopiedSample sample = new("FashionGate");

    public void Dispose() => sample.Dispose();

    [Fact]
    public async Task Providers_timeouts_skips_names_and_progress()
    {
        BehaviourSample.WriteInto(sample, "FashionGate", root: "");

        var (exitCode, output) = await sample.DotnetTestAsync("--logger", "trx");

        BehaviourSample.AssertShownBy(sample, exitCode, output);
    }
}
