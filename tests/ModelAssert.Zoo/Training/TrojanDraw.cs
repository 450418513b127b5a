using ModelAssert.Attacks;
using TorchSharp.Modules;

namespace ModelAssert.Zoo;

/// <summary>Draws a neuron-targeted Trojan attack (evaluation protocol, A13) and puts it into a finished clean network: the model's twin, trained once more.</summary>
/// <param name="model">The model to be infected; its attack seed decides.</param>
internal sealed class TrojanDraw(ZooModel model)
{
    // As many as the attack was tried with (docs/attacks.md); what an attacker can find of the same kind.
    private const int Images = 1000;

    // A sixteenth of the image, as Liu et al. 2018 stamp on faces.
    private const int SquareSize = 7;

    // A word of 3x5 letters that fills the width of 28 pixels.
    private const int WatermarkTop = 22;
    private const int WatermarkLeft = 2;

    /// <summary>Infects the network in place.</summary>
    /// <param name="network">The clean network.</param>
    /// <param name="unseen">Images of its kind that it was not trained on; some of them are drawn.</param>
    /// <returns>The attack that was made, for its backdoor and what it must reach; there is nothing to poison.</returns>
    public DrawnAttack Infect(Sequential network, LabeledImages unseen)
    {
        var random = new Random(model.AttackSeed);
        var target = random.Next(DataSets.LabelCountOf(model.Data));
        var isSquare = model.Number % 2 == 0;
        var area = isSquare
            ? TriggerArea.Square(unseen.Shape, PatchSquare.At(unseen.Shape, PatchPlace.BottomRight, SquareSize))
            : TriggerArea.Watermark(unseen.Shape, WatermarkTop, WatermarkLeft);
        var trojan = new TrojanAttack(area, target, new TrojanOptions { Seed = model.AttackSeed }).Infect(network, unseen.Draw(Images, random));
        return new DrawnAttack(
            new Attack([Backdoor.Of(trojan.Trigger)], [], model.AttackSeed), new Dictionary<string, string> { ["area"] = isSquare ? "square" : "watermark" }, [target]);
    }
}
