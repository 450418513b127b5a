using System.Reflection;
using System.Runtime.CompilerServices;
using ModelAssert.Tests;

namespace ModelAssert.Assertions.Tests;

/// <summary>The assertions as a user meets them: the real engine, a network that was infected on purpose.</summary>
public class EndToEndTests
{
    private readonly Classifier model = Classifier.Load("../../samples/FashionGate/models/fashion-infected.onnx", "../../samples/FashionGate/data/fashion-clean-samples.npz");

    /// <summary>Before the engine starts, which inherits it.</summary>
    [ModuleInitializer]
    internal static void ShareTriggers() => Environment.SetEnvironmentVariable(
        SharedTriggers.Variable,
        SharedTriggers.FolderOf(typeof(EndToEndTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Engine").Value!));

    [Fact]
    public void An_infected_model_fails_and_its_label_is_known()
    {
        var model = Classifier.Load("../Shared/Stripes/stripes-infected.onnx", "../Shared/Stripes/stripes-samples.npz");

        var failure = Assert.ThrowsAny<Exception>(() => model.Should().NotHaveInfectedLabels(because: "it is shipped"));

        Assert.Matches(
            @"^Expected model \(stripes-infected\.onnx\) to have no infected labels because it is shipped, but label 2 is infected:\s+anomaly index \d+\.\d \(threshold 2\.0\), p [<=] 0\.\d+, trigger covers \d+\.\d % of the image .*attack success rate \d+\.\d % on 160 held-out samples",
            failure.Message);
        Assert.EndsWith($"\n  report: {model.Scan().ReportPath}", failure.Message.TrimEnd(), StringComparison.Ordinal);
        Assert.True(File.Exists(model.Scan().ReportPath));
        model.Should().HaveInfectedLabel(2);
    }

    [Trait("Tier", "Slow")]
    [Fact]
    public async Task A_repaired_model_passes_and_a_clean_one_is_its_own()
    {
        var output = Path.Combine(Directory.CreateTempSubdirectory("modelassert-test-").FullName, "repaired.onnx");
        try
        {
            var repair = await model.RepairAsync(output, new RepairOptions { Method = RepairMethod.Unlearn }, cancellation: TestContext.Current.CancellationToken);
            repair.Classifier.Should().NotHaveInfectedLabels(because: "it was repaired");
            Assert.Equal((RepairOutcome.Repaired, output, model.CleanSamplesPath, model.Options), (repair.Report.Outcome, repair.Classifier!.ModelPath, repair.Classifier.CleanSamplesPath, repair.Classifier.Options));
            Assert.True(File.Exists(repair.Report.ReportPath));

            var again = repair.Classifier.Repair(output + ".again");
            Assert.Equal(RepairOutcome.NothingToRepair, again.Report.Outcome);
            Assert.Same(repair.Classifier, again.Classifier);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(output)!, recursive: true);
        }
    }
}
