namespace ModelAssert.Packages.Tests;

/// <summary>One project that does everything that both fronts must do alike, and what its run must show.</summary>
internal static class BehaviourSample
{
    private const string Configuration =
        """
          <ItemGroup>
            <None Update="xunit.runner.json" CopyToOutputDirectory="PreserveNewest" />
          </ItemGroup>
        </Project>
        """;

    /// <summary>Puts the tests in the place of the sample's own, with diagnostic messages shown.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="name">Its name.</param>
    /// <param name="root">Where the models and samples of FashionGate are, relative to the project.</param>
    public static void WriteInto(CopiedSample sample, string name, string root)
    {
        sample.Edit($"{name}.csproj", "</Project>", Configuration);
        sample.Add("xunit.runner.json", """{ "diagnosticMessages": true, "maxParallelThreads": 2 }""");
        sample.Add("Checkpoints.cs", Tests.Replace("ROOT", root, StringComparison.Ordinal));
    }

    /// <summary>What is the same for both versions of xunit.</summary>
    public static void AssertShownBy(CopiedSample sample, int exitCode, string output)
    {
        Assert.True(exitCode == 1, output);
        var results = sample.TrxResults();
        Assert.Equal("Passed", results["The described checkpoint"].Attribute("outcome")!.Value);
        Assert.Contains("label 7 (", results["The described checkpoint"].Text("StdOut"), StringComparison.Ordinal);
        Assert.Equal("Passed", results["Is_scanned_by_the_same_engine"].Attribute("outcome")!.Value);
        Assert.Equal("NotExecuted", results["Is_skipped"].Attribute("outcome")!.Value);
        Assert.Contains("Inconclusive, the scan could not run: MODELASSERT0042: The ModelProvider 'Nowhere' of", results["Has_no_model"].Text("Message"), StringComparison.Ordinal);
        Assert.Contains("The described checkpoint: label 7 (", output, StringComparison.Ordinal);

        Assert.Equal("Test execution timed out after 15000 milliseconds", results["Takes_too_long"].Text("Message").Trim());
        var progress = File.ReadAllLines(Path.Combine(sample.ResultsFolder, "ModelAssert", "fashion-clean.onnx", "progress.txt"));
        Assert.EndsWith("ended without a verdict", progress[^1], StringComparison.Ordinal);
        Assert.EndsWith("infected", File.ReadAllLines(Path.Combine(sample.ResultsFolder, "ModelAssert", "fashion-infected.onnx", "progress.txt"))[^1], StringComparison.Ordinal);
        Assert.Equal(["fashion-clean.onnx", "fashion-infected.onnx"], Directory.EnumerateDirectories(Path.Combine(sample.ResultsFolder, "ModelAssert")).Select(Path.GetFileName).Order());
    }

    private const string Tests =
        """
        using System.Diagnostics;
        using ModelAssert;
        using Xunit;

        public abstract class Described
        {
            // Private, and in a base class: as hidden as a provider may be.
            private static async Task<Classifier> Model()
            {
                await Task.Yield();
                return Classifier.Load("ROOTmodels/fashion-infected.onnx", "ROOTdata/fashion-clean-samples.npz", new ScanOptions { Labels = [0, 4, 6, 7, 8] });
            }

            protected static int EngineCount() => Process.GetProcessesByName("dotnet").Count(process => IsOurEngine(process.Id));

            private static bool IsOurEngine(int id)
            {
                try
                {
                    var parent = File.ReadAllText($"/proc/{id}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
                    return parent == Environment.ProcessId.ToString() && File.ReadAllText($"/proc/{id}/cmdline").Contains("serve");
                }
                catch (IOException)
                {
                    return false;
                }
            }
        }

        public class Checkpoints : Described
        {
            [BackdoorFree(threshold: 2.25, ModelProvider = "Model", Seed = 3, InputRange = "0..1", LabelNames = "top,trouser,pullover,dress,coat,sandal,shirt,sneaker,bag,boot", DisplayName = "The described checkpoint", Expected = Verdict.Infected, Timeout = 600_000)]
            public void Is_caught(ScanReport report)
            {
                Assert.Equal([0, 4, 6, 7, 8], report.Labels.Select(label => label.Label));
                Assert.Equal((PixelRange.Unit, "top"), (report.Options.Description.InputRange, report.Labels[0].Name));
                Assert.Equal((2.25, 3), (report.Threshold, report.Seed));
                Assert.Equal(1, EngineCount());
            }

            [BackdoorFree(ModelProvider = "Nowhere")]
            public void Has_no_model() => Assert.Fail("The body ran.");

            [BackdoorFree("ROOTmodels/skipped.onnx", "ROOTdata/fashion-clean-samples.npz", Skip = "not today")]
            public void Is_skipped() => Assert.Fail("The body ran.");
        }

        // Apart from the others, whose scans it would wait for instead of beginning its own.
        [CollectionDefinition("Alone", DisableParallelization = true)]
        public class Alone;

        [Collection("Alone")]
        public class SlowCheckpoints
        {
            [BackdoorFree("ROOTmodels/fashion-clean.onnx", "ROOTdata/fashion-clean-samples.npz", Profile = ScanProfile.Paper, Timeout = 15_000)]
            public void Takes_too_long() => Assert.Fail("The body ran.");
        }

        namespace AtTheSameTime
        {
            public class Checkpoints : Described
            {
                [BackdoorFree(ModelProvider = "Model", Expected = Verdict.Infected)]
                public async Task Is_scanned_by_the_same_engine(ScanReport report)
                {
                    await Task.Yield();
                    Assert.Equal(7, Assert.Single(report.InfectedLabels).Label);
                    Assert.Equal(1, EngineCount());
                }
            }
        }
        """;
}
