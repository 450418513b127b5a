using ModelAssert;
using Xunit;

namespace DeclaredModels;

public class Checkpoints
{
    /// <summary>One test case for each model that the project file declares.</summary>
    [BackdoorFree(threshold: 2.0)]
    public void Are_clean(ScanReport report) => Assert.True(report.Samples.Accuracy > 0.9);

    // Take "Expected" away, and the build fails with the reversed trigger attached.
    [BackdoorFree("../FashionGate/models/fashion-infected.onnx", "../FashionGate/data/fashion-clean-samples.npz", threshold: 2.0, Expected = Verdict.Infected)]
    public void The_infected_checkpoint_is_caught(ScanReport report) => Assert.Equal(7, Assert.Single(report.InfectedLabels).Label);
}
