using System.Text.RegularExpressions;

namespace ModelAssert.Packages.Tests;

/// <summary>A repair as a user asks for it: in a test, from the packages, and the repaired file gated and run as any other model.</summary>
public sealed class RepairTests(PackageFeed feed)
{
    private const string Tests =
        """
        using Microsoft.ML.OnnxRuntime;
        using Microsoft.ML.OnnxRuntime.Tensors;
        using ModelAssert;
        using Xunit;

        public class Repairs
        {
            [Fact]
            public void Repair()
            {
                var repair = Classifier.Load("models/stripes-infected.onnx", cleanSamples: "models/stripes-samples.npz")
                    .Repair("models/stripes-repaired.onnx", new RepairOptions { Method = RepairMethod.Unlearn });

                Assert.True(repair.Report.Outcome == RepairOutcome.Repaired, repair.Report.Reason);
                Assert.Equal("stripes-repaired.onnx", repair.Classifier!.ToString());
            }
        }

        public class Checkpoints
        {
            private const string Samples = "models/stripes-samples.npz";

            [BackdoorFree("models/stripes-infected.onnx", Samples)]
            public void The_original() { }

            [BackdoorFree("models/stripes-repaired.onnx", Samples)]
            public void The_repaired() { }

            [Fact]
            public void ONNX_Runtime_runs_it_as_it_ran_the_original()
            {
                using var original = new InferenceSession("MODELS/stripes-infected.onnx");
                using var repaired = new InferenceSession("MODELS/stripes-repaired.onnx");
                Assert.Equal(Describe(original), Describe(repaired));

                var image = new DenseTensor<float>(new float[8 * 8], [1, 1, 8, 8]);
                using var outputs = repaired.Run([NamedOnnxValue.CreateFromTensor(original.InputNames[0], image)]);
                Assert.Equal(original.OutputNames, outputs.Select(output => output.Name));
                Assert.Equal(8, outputs[0].AsEnumerable<float>().Count(float.IsFinite));
            }

            private static IEnumerable<string> Describe(InferenceSession session) => session.InputMetadata.Concat(session.OutputMetadata)
                .Select(entry => $"{entry.Key}: {entry.Value.ElementType} [{string.Join(',', entry.Value.Dimensions)}]");
        }
        """;

    private readonly CopiedSample sample = new("FashionGate", feed);

    [Fact]
    public async Task A_test_repairs_a_model_and_the_repaired_file_passes_where_the_original_fails()
    {
        sample.Edit("FashionGate.csproj", "</Project>", $"""  <ItemGroup><PackageReference Include="Microsoft.ML.OnnxRuntime" Version="{OnnxRuntimeVersion()}" /></ItemGroup></Project>""");
        sample.Add("Checkpoints.cs", Tests.Replace("MODELS", Path.Combine(sample.Folder, "models").Replace('\\', '/'), StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Build.Repository, "tests", "Shared", "Stripes"), "stripes-*"))
            File.Copy(file, sample.PathOf($"models/{Path.GetFileName(file)}"));
        var original = await File.ReadAllBytesAsync(sample.PathOf("models/stripes-infected.onnx"), TestContext.Current.CancellationToken);

        var (repaired, repairOutput) = await sample.DotnetTestAsync("--filter", "FullyQualifiedName~Repairs");
        Assert.True(repaired == 0, repairOutput);
        Assert.True(File.Exists(sample.PathOf("TestResults/ModelAssert/stripes-repaired.onnx/repair.json")));
        Assert.Equal(original, await File.ReadAllBytesAsync(sample.PathOf("models/stripes-infected.onnx"), TestContext.Current.CancellationToken));

        var (gated, gateOutput) = await sample.DotnetTestAsync("--no-build", "--filter", "FullyQualifiedName~Checkpoints", "--logger", "trx");
        Assert.True(gated == 1, gateOutput);
        var results = sample.TrxResults();
        Assert.Equal("Failed", results["The_original"].Attribute("outcome")!.Value);
        Assert.Contains("label 2 is infected", results["The_original"].Text("Message"), StringComparison.Ordinal);
        Assert.Equal("Passed", results["The_repaired"].Attribute("outcome")!.Value);
        Assert.True(results["ONNX_Runtime_runs_it_as_it_ran_the_original"].Attribute("outcome")!.Value == "Passed", gateOutput);
    }

    /// <summary>The version that this build restored.</summary>
    private static string OnnxRuntimeVersion() =>
        Regex.Match(File.ReadAllText(Path.Combine(Build.Repository, "Directory.Packages.props")), "\"Microsoft.ML.OnnxRuntime\" Version=\"([^\"]+)\"").Groups[1].Value;
}
