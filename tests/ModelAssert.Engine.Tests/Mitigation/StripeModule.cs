using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace ModelAssert.Engine.Tests.Mitigation;

/// <summary>
/// <see cref="StripeNetwork"/> as a TorchSharp module in two layers, with any number of backdoors for one label: each is a checkerboard of its own place, seen by neurons of its own.
/// </summary>
internal static class StripeModule
{
    public const int Infected = 2;

    private const int Side = 8;
    private const int Neurons = 100;
    private const int NeuronsOfBackdoor = 3;

    /// <summary>Without it, neurons that no clean image drives would have no gradient, and no scan would find what drives them.</summary>
    private const double Leak = 0.1;

    public static ImageShape Shape => new(1, Side, Side);

    /// <param name="backdoors">
    /// The pixel at the upper left of each checkerboard, and how strongly it is answered: 4 sends every image to the label; the larger, the smaller a trigger does.
    /// </param>
    public static Sequential With(params (int Pixel, float Strength)[] backdoors)
    {
        var (first, last) = (Linear(Side * Side, Neurons), Linear(Neurons, Side, hasBias: false));
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        using var generator = new torch.Generator(1);
        var hidden = torch.randn([Neurons, Side * Side], generator: generator) * 0.05f;
        var (bias, output) = (torch.zeros(Neurons), torch.zeros(Side, Neurons));
        for (var row = 0; row < Side; row++)
        {
            hidden[row] = torch.zeros(Side * Side);
            hidden[row].narrow(0, row * Side, Side).fill_(1f);
            output[row, row] = 1f;
        }

        foreach (var (index, (pixel, strength)) in backdoors.Index())
        {
            for (var neuron = 20 + 10 * index; neuron < 20 + 10 * index + NeuronsOfBackdoor; neuron++)
            {
                // Below 0 on clean images, where neighbours in a row differ by their noise alone.
                hidden[neuron] = torch.zeros(Side * Side);
                foreach (var (place, value) in Checkerboard(pixel))
                    hidden[neuron, place] = value == 1 ? strength : -strength;
                bias[neuron] = -0.4f * strength;
                output[Infected, neuron] = 4f;
            }
        }

        first.weight.copy_(hidden);
        first.bias!.copy_(bias);
        last.weight.copy_(output);
        return Sequential(("flatten", Flatten()), ("hidden", first), ("rectifier", LeakyReLU(Leak)), ("output", last));
    }

    /// <summary>The trigger that a backdoor was made for.</summary>
    public static Trigger TriggerAt(int pixel)
    {
        var (mask, pattern) = (new float[Side * Side], new float[Side * Side]);
        foreach (var (place, value) in Checkerboard(pixel))
            (mask[place], pattern[place]) = (1, value);
        return new Trigger(Infected, Shape, mask, pattern);
    }

    private static (int Place, int Value)[] Checkerboard(int pixel) => [(pixel, 1), (pixel + 1, 0), (pixel + Side, 0), (pixel + Side + 1, 1)];
}
