namespace ModelAssert.Packages.Tests;

/// <summary>The attribute of xunit v2 as a user meets it: the real runner on a real project that declares its models.</summary>
public sealed class XunitV2Tests(PackageFeed feed)
{
    private readonly CopiedSample sample = new("DeclaredModels", feed);

    [Fact]
    public async Task Every_declared_model_is_a_case_and_an_infected_one_fails_with_its_pictures_attached()
    {
        sample.Edit("DeclaredModels.csproj", "*-clean.onnx", "*.onnx");
        // Without what was reversed before: the time of a test is that of its scan.
        var (exitCode, output) = await sample.DotnetTestAsUserAsync("--logger", "trx", "--filter", "FullyQualifiedName~Are_clean");

        Assert.True(exitCode == 1, output);
        var results = sample.TrxResults();
        Assert.Equal("Passed", results["Are_clean(../FashionGate/models/fashion-clean.onnx)"].Attribute("outcome")!.Value);

        var infected = results["Are_clean(../FashionGate/models/fashion-infected.onnx)"];
        Assert.Equal("Failed", infected.Attribute("outcome")!.Value);
        Assert.Contains("Expected fashion-infected.onnx to have no infected labels, but label 7 is infected", infected.Text("Message"), StringComparison.Ordinal);
        Assert.Contains("label 7 (", infected.Text("StdOut"), StringComparison.Ordinal);
        Assert.Equal(
            ["label-007-mask.png", "label-007-overlay.png", "label-007-trigger.png", "report.html", "report.json", "report.sarif", "summary.md"],
            infected.Attachments());
        Assert.True(infected.Attribute("duration")!.Value.StartsWith("00:00:00", StringComparison.Ordinal) is false);
        sample.AssertOutputFolderIsLean();
    }

    [Fact]
    public async Task A_test_that_the_gate_catches_a_planted_patch_fails_where_the_gate_is_blind()
    {
        sample.Edit("DeclaredModels.csproj", "Threshold=\"2.0\"", "Threshold=\"50\"");
        sample.Add("Checkpoints.cs", """
            using ModelAssert;

            namespace DeclaredModels;

            public class Checkpoints
            {
                [BackdoorGateCatches(patch: 3, Sizes = [3])]
                public void Catches_3x3_and_above(SelfTestReport report) { }
            }
            """);
        var (exitCode, output) = await sample.DotnetTestAsync("--logger", "trx");

        Assert.True(exitCode == 1, output);
        var failed = Assert.Single(sample.TrxResults()).Value;
        Assert.Contains("Expected a planted patch of 3x3 and above to be caught on fashion-clean.onnx, but The scan of fashion-clean.onnx could not decide", failed.Text("Message"), StringComparison.Ordinal);
        Assert.Contains("selftest.json", failed.Attachments());
    }

    [Fact]
    public async Task Listing_scans_nothing_and_an_illegal_declaration_fails_only_when_it_runs()
    {
        sample.Edit("DeclaredModels.csproj", "Threshold=\"2.0\"", "Threshold=\"high\"");
        var (listed, names) = await sample.DotnetTestAsync("--list-tests");
        Assert.True(listed == 0, names);
        Assert.Contains("Are_clean(../FashionGate/models/fashion-clean.onnx)", names, StringComparison.Ordinal);
        Assert.False(Directory.Exists(sample.ResultsFolder));

        var (exitCode, output) = await sample.DotnetTestAsync("--no-build", "--filter", "FullyQualifiedName~Are_clean");
        Assert.Equal(1, exitCode);
        Assert.Contains("MODELASSERT0041", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Providers_timeouts_skips_names_and_progress_and_what_the_collector_says_aloud_meanwhile()
    {
        BehaviourSample.WriteInto(sample, "DeclaredModels", root: "../FashionGate/");

        var (exitCode, output) = await sample.DotnetTestAsync("--logger", "trx", "--collect", "ModelAssert Artifacts;EchoSeconds=2");

        BehaviourSample.AssertShownBy(sample, exitCode, output);

        // While the test runs: before the line that says how it ended, in the language of the machine.
        var echo = output.IndexOf("ModelAssert: SlowCheckpoints.Takes_too_long: ", StringComparison.Ordinal);
        Assert.InRange(echo, 0, output.IndexOf(" SlowCheckpoints.Takes_too_long [", StringComparison.Ordinal));
    }
}
