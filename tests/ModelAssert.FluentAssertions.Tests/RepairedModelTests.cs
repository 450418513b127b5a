namespace ModelAssert.Assertions.Tests;

/// <summary>A model that is repaired from a test. It takes seconds and says nothing of the assertion library: one of the two projects runs it.</summary>
[Trait("Tier", "Slow")]
public class RepairedModelTests
{
    private readonly Classifier model = Classifier.Load("../Shared/Stripes/stripes-infected.onnx", "../Shared/Stripes/stripes-samples.npz");

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
