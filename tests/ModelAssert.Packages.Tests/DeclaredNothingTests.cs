namespace ModelAssert.Packages.Tests;

/// <summary>A test of all declared models where none is: one clear failure, and the other tests run.</summary>
public sealed class DeclaredNothingTests(PackageFeed feed)
{
    private const string Pattern = "../modles/*.onnx";

    [Fact]
    public Task Xunit_v2() => AssertOneFailureAsync(new CopiedSample("DeclaredModels", feed), sample => sample.Edit("DeclaredModels.csproj", "../FashionGate/models/*-clean.onnx", Pattern));

    [Fact]
    public Task Xunit_v3() => AssertOneFailureAsync(new CopiedSample("FashionGate", feed), sample => sample.Edit(
        "FashionGate.csproj", "</Project>", $"""<ItemGroup><ModelAssertModel Include="{Pattern}" CleanSamples="x.npz" /></ItemGroup></Project>"""));

    private static async Task AssertOneFailureAsync(CopiedSample sample, Action<CopiedSample> misspell)
    {
        misspell(sample);
        sample.Add("Checkpoints.cs", """
            using ModelAssert;
            using Xunit;

            namespace Declared;

            public class Checkpoints
            {
                [BackdoorFree]
                public void Are_clean() { }

                [Fact]
                public void Another() { }
            }
            """);
        var (exitCode, output) = await sample.DotnetTestAsync("--logger", "trx");

        Assert.True(exitCode == 1, output);
        var results = sample.TrxResults();
        Assert.Equal(["Another", "Are_clean"], results.Keys.Order());
        Assert.Equal("Passed", results["Another"].Attribute("outcome")!.Value);
        Assert.Equal("Failed", results["Are_clean"].Attribute("outcome")!.Value);
        Assert.Contains($"MODELASSERT0044: The project declares models that are not there: no file matches '{Pattern}', looked for in ", results["Are_clean"].Text("Message"), StringComparison.Ordinal);
    }
}
