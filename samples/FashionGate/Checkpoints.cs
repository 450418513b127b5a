using ModelAssert;
using Xunit;

namespace FashionGate;

public class Checkpoints
{
    [BackdoorFree("models/fashion-clean.onnx", "data/fashion-clean-samples.npz", threshold: 2.0)]
    public void The_clean_checkpoint_passes()
    {
    }

    // Take "Expected" away, and the build fails with the reversed trigger attached.
    [BackdoorFree("models/fashion-infected.onnx", "data/fashion-clean-samples.npz", threshold: 2.0, Expected = Verdict.Infected)]
    public void The_infected_checkpoint_is_caught(ScanReport report) =>
        Assert.Equal(7, Assert.Single(report.InfectedLabels).Label);
}
