using ModelAssert.Attacks;
using static TorchSharp.torch;

namespace ModelAssert.Zoo;

/// <summary>Measures networks, and prints what was measured.</summary>
internal static class Measurement
{
    /// <summary>Measures a network against a trigger.</summary>
    public static AttackQuality Of(string name, nn.Module<Tensor, Tensor> network, LabeledImages test, Trigger trigger) =>
        Print(name, AttackQuality.Measure(network, test, Backdoor.Of(trigger)), test);

    /// <summary>Prints a measurement, and hands it on.</summary>
    public static AttackQuality Print(string name, AttackQuality quality, LabeledImages test)
    {
        Console.WriteLine($"{name}: accuracy {quality.Accuracy:P2}, attack success rate {quality.AttackSuccessRate:P2} on {test.Count} test images");
        foreach (var backdoor in quality.Backdoors.Where(backdoor => backdoor.AccuracyOfOthers is not null))
            Console.WriteLine($"{name}: {backdoor.AccuracyOfOthers:P2} of the stamped images of other labels keep their label");
        return quality;
    }
}
