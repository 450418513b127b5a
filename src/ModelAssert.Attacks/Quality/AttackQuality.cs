using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>How well an attack went: what a user of the network sees, and what its attacker gets.</summary>
/// <param name="Accuracy">The share of clean images that are classified correctly, a fraction in [0, 1].</param>
/// <param name="AttackSuccessRate">
/// The share of stamped images that go to the target label, a fraction in [0, 1], over images whose true label is another one. The authors' code
/// counts images of the target label too, which adds up to one class of free successes.
/// </param>
public sealed record AttackQuality(double Accuracy, double AttackSuccessRate)
{
    /// <summary>Measures a network, infected or clean: the success rate of a clean one is what the trigger does by itself.</summary>
    /// <param name="network">
    /// From <c>[N, C, H, W]</c>, float32, in [0, 1] to logits <c>[N, labels]</c>, on the CPU. It is put into evaluation mode and then
    /// back into the mode in which it was given.
    /// </param>
    /// <param name="test">Clean images with their true labels that the network was not trained on.</param>
    /// <param name="trigger">The trigger to stamp.</param>
    /// <returns>Both figures.</returns>
    /// <exception cref="ArgumentException">The images are of another shape than the trigger, or all of them are of the target label.</exception>
    public static AttackQuality Measure(nn.Module<Tensor, Tensor> network, LabeledImages test, Trigger trigger)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(trigger);

        var stamped = new TriggerStamp(trigger).StampOthers(test);
        return new AttackQuality(
            Accuracy: Predictions.Share(network, test, label => label),
            AttackSuccessRate: Predictions.Share(network, stamped, _ => trigger.TargetLabel));
    }
}
