namespace ModelAssert.Packages.Tests;

/// <summary>The attribute as a user meets it: the real runners on a real project.</summary>
public sealed class XunitV3Tests(PackageFeed feed)
{
    private static readonly string[] AttachedFiles =
        ["label-007-mask.png", "label-007-overlay.png", "label-007-trigger.png", "report-data.json", "report.html", "report.sarif.json", "summary.md.txt"];

    private readonly CopiedSample sample = new("FashionGate", feed);

    [Fact]
    public async Task An_infected_checkpoint_fails_with_its_label_its_evidence_and_its_pictures()
    {
        sample.ExpectCleanModels();
        var (exitCode, output) = await sample.DotnetTestAsync("--logger", "trx");

        Assert.True(exitCode == 1, output);
        var results = sample.TrxResults();
        Assert.Equal("Passed", results["The_clean_checkpoint_passes"].Attribute("outcome")!.Value);

        var infected = results["The_infected_checkpoint_is_caught"];
        Assert.Equal("Failed", infected.Attribute("outcome")!.Value);
        Assert.Matches(
            @"Expected fashion-infected\.onnx to have no infected labels, but label 7 is infected:\s+anomaly index \d+\.\d \(threshold 2\.0\), p [<=] 0\.\d+, trigger covers \d+\.\d % of the image .*attack success rate 9\d\.\d % on 500 held-out samples",
            infected.Text("Message"));
        Assert.DoesNotContain("   at ", infected.Text("StackTrace"), StringComparison.Ordinal);
        Assert.Contains("label 7 (", infected.Text("StdOut"), StringComparison.Ordinal);
        Assert.Equal(AttachedFiles, infected.Attachments());
        Assert.EndsWith(Path.Combine("ModelAssert", "fashion-infected.onnx", "report.html"), infected.Text("Message"), StringComparison.Ordinal);
        Assert.Equal(
            ["label-007-mask.png", "label-007-overlay.png", "label-007-trigger.png", "progress.txt", "report.html", "report.json", "report.sarif", "summary.md", "triggers.npz"],
            Directory.EnumerateFiles(Path.Combine(sample.ResultsFolder, "ModelAssert", "fashion-infected.onnx")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        sample.AssertOutputFolderIsLean();
    }

    [Fact]
    public async Task The_sample_as_it_is_passes_and_listing_or_filtering_scans_nothing()
    {
        var (listed, names) = await sample.DotnetTestAsync("--list-tests");
        Assert.True(listed == 0, names);
        Assert.Contains("The_infected_checkpoint_is_caught", names, StringComparison.Ordinal);
        Assert.False(Directory.Exists(sample.ResultsFolder));

        var (exitCode, output) = await sample.DotnetTestAsUserAsync("--no-build", "--filter", "FullyQualifiedName~infected");
        Assert.True(exitCode == 0, output);
        Assert.Equal(["fashion-infected.onnx"], Directory.EnumerateDirectories(Path.Combine(sample.ResultsFolder, "ModelAssert")).Select(Path.GetFileName));
        // Ten labels, and four of them, around the median, once more.
        Assert.Equal(10 + 4, Directory.GetFiles(sample.CacheFolder, "*.npz").Length);
    }

    [Fact]
    public async Task Under_the_testing_platform_an_infected_checkpoint_fails_with_its_pictures_too()
    {
        sample.ExpectCleanModels();
        sample.Edit("FashionGate.csproj", "<PackageReference Include=\"Microsoft.NET.Test.Sdk\" Version=\"18.11.0\" />", "<PackageReference Include=\"Microsoft.Testing.Extensions.TrxReport\" Version=\"2.5.2\" />");
        sample.Edit("FashionGate.csproj", "<PackageReference Include=\"xunit.runner.visualstudio\" Version=\"4.0.1\" PrivateAssets=\"all\" />", "");
        sample.Edit("FashionGate.csproj", "xunit.v3.mtp-off", "xunit.v3");
        sample.Add("global.json", """{ "test": { "runner": "Microsoft.Testing.Platform" } }""");

        var (exitCode, output) = await sample.DotnetTestAsync("--report-trx", "--results-directory", sample.ResultsFolder);

        Assert.True(exitCode == 2, output);
        Assert.Contains("Expected fashion-infected.onnx to have no infected labels, but label 7 is infected", output, StringComparison.Ordinal);
        var results = sample.TrxResults();
        Assert.Equal("Passed", results["The_clean_checkpoint_passes"].Attribute("outcome")!.Value);
        Assert.Equal("Failed", results["The_infected_checkpoint_is_caught"].Attribute("outcome")!.Value);
        Assert.Equal(AttachedFiles, results["The_infected_checkpoint_is_caught"].Attachments());
    }

    /// <summary>As NuGet resolves a host on xunit v3 3.2.2: what this package references is raised, and the rest stays.</summary>
    [Fact]
    public async Task An_older_xunit_is_named_by_the_build_that_would_lose_all_tests()
    {
        sample.Edit("FashionGate.csproj", "</Project>", """
            <Target Name="Older" AfterTargets="ResolvePackageAssets">
              <ItemGroup>
                <RuntimeCopyLocalItems Include="assert.dll" NuGetPackageId="xunit.v3.assert" NuGetPackageVersion="3.2.1" />
                <RuntimeCopyLocalItems Include="older.dll" NuGetPackageId="xunit.v3.runner.common" NuGetPackageVersion="3.2.2" />
              </ItemGroup>
            </Target>
            </Project>
            """);

        var (exitCode, output) = await sample.DotnetAsync("build");

        Assert.True(exitCode == 1, output);
        Assert.Contains("error MODELASSERT0046: This project has parts of an older xunit v3 (xunit.v3.runner.common 3.2.2), and ModelAssert.Xunit.V3 needs 4.0 or newer", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Providers_timeouts_skips_names_and_progress()
    {
        BehaviourSample.WriteInto(sample, "FashionGate", root: "");

        var (exitCode, output) = await sample.DotnetTestAsync("--logger", "trx");

        BehaviourSample.AssertShownBy(sample, exitCode, output);
    }
}
