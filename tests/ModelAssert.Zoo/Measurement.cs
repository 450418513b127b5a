using ModelAssert.Attacks;
using static TorchSharp.torch;

namespace ModelAssert.Zoo;

/// <summary>Measures networks, and prints what was measured.</summary>
internal static class Measurement
{
    /// <summary>Measures a network against a trigger.</summary>
    public static AttackQuality Of(string name, nn.Module<Tensor, Tensor> network, LabeledImages test, Trigger trigger) =>
        Print(name, AttackQuality.Measure(network, test, trigger), test);

    /// <summary>Prints a measurement, and hands it on.</summary>
    public static AttackQuality Print(string name, AttackQuality quality, LabeledImages test)
    {
        Console.WriteLine($"{name}: accuracy {quality.Accuracy:P2}, attack success rate {quality.AttackSuccessRate:P2} on {test.Count} test images");
        return quality;
    }
}
