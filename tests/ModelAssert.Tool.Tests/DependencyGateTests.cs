using ModelAssert.EngineProcess;
using ModelAssert.Gates;
using ModelAssert.Tool.Gates;

namespace ModelAssert.Tool.Tests;

/// <summary>Models in packages of others: what the package says of them does not decide what of them is scanned.</summary>
public sealed class DependencyGateTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("""{ "outputName": "decoy" }""", "OutputName=\"decoy\"")]
    [InlineData("""{ "outputKind": "logits" }""", "OutputKind=\"logits\"")]
    [InlineData("""{ "inputRange": "0..0.25" }""", "InputRange=\"0..0.25\"")]
    [InlineData("""{ "mean": [0.5], "standardDeviation": [2] }""", "Mean=\"0.5\" StandardDeviation=\"2\"")]
    public void A_package_does_not_choose_the_function_that_is_scanned(string description, string said)
    {
        var output = Run(description, "");
        Assert.Contains($"error {DiagnosticIds.ModelNotScanned}: The package itself says what its model is given and what of it is the answer.", output, StringComparison.Ordinal);
        Assert.Contains($"<ModelAssertPackage Include=\"Signs\" {said} …", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_project_does() =>
        Assert.Contains("has no output 'scores'", Run("""{ "outputName": "decoy" }""", "|OutputName=scores"), StringComparison.Ordinal);

    private string Run(string description, string metadata)
    {
        File.Copy(Repository.Stripes.Clean, Path.Combine(root, "signs.onnx"));
        File.WriteAllText(Path.Combine(root, "signs.onnx" + ModelDescription.FileExtension), description);
        using var output = new StringWriter();
        var (folder, log) = (new GateFolder(root, root), new GateLog(output));
        var scan = new GateScan(folder, new GateRule(Baseline.Empty, isStrict: false, new DateOnly(2026, 1, 1)), log, TestContext.Current.CancellationToken);
        new DependencyGate(folder, Baseline.Empty, new DateOnly(2026, 1, 1), new ModelFiles(".onnx;.pt"), scan, log)
            .Run([new RestoredPackage("Signs", "1.0.0", "hash", root, ["signs.onnx"])], [DeclaredModel.Parse($"Path=Signs|CleanSamples={Repository.Stripes.Samples}{metadata}")]);
        return output.ToString();
    }
}
