using ModelAssert.Engine.Classifiers.Modules;
using ModelAssert.Engine.Inversion;
using ModelAssert.Engine.Native;
using ModelAssert.Engine.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace ModelAssert.Engine.Tests.Mitigation;

/// <summary>A small TorchSharp module that was trained on the images of <see cref="StripeNetwork"/>, some of them stamped and given the label of the attack.</summary>
internal static class InfectedStripes
{
    public const int Target = 2;

    private const int Side = 8;
    private const int Neurons = 64;
    private const int Images = 1600;

    public static ImageShape Shape => new(1, Side, Side);

    /// <param name="triggers">The triggers that it shall obey, and the share of the images that are stamped with each; none for a clean module.</param>
    public static Sequential Train(params (Trigger Trigger, double Share)[] triggers)
    {
        var module = Untrained();
        using var scope = torch.NewDisposeScope();
        var samples = StripeNetwork.Samples(Images, seed: 2);
        var (images, labels) = (torch.tensor(samples.Values.ToArray(), [Images, 1, Side, Side]), torch.tensor(samples.Labels.Select(label => (long)label).ToArray()));
        using (torch.no_grad())
        {
            var start = 0L;
            foreach (var (trigger, share) in triggers)
            {
                var count = (long)(share * Images);
                images.narrow(0, start, count).copy_(Stamping.Stamp(images.narrow(0, start, count), trigger));
                labels.narrow(0, start, count).fill_(LastingScalar.Of((long)Target));
                start += count;
            }
        }

        using var shared = new SharedModule(module, Shape);
        using var trainable = new TrainableModule(shared, shared.Original);
        new FineTuning(trainable, PixelRange.Unit, new FineTuningOptions { Epochs = 20, LearningRate = 0.003 }).Run(images, labels, TestContext.Current.CancellationToken);
        using var trained = ModuleState.Of(trainable.Weights);
        shared.Settle(trained);
        return module;
    }

    /// <summary>A trigger of one white pixel.</summary>
    public static Trigger Dot(int pixel) => Of((pixel, 1));

    /// <summary>A trigger of two by two pixels.</summary>
    /// <param name="pixel">The one at the upper left.</param>
    public static Trigger Checkerboard(int pixel) => Of((pixel, 1), (pixel + 1, 0), (pixel + Side, 0), (pixel + Side + 1, 1));

    private static Trigger Of(params (int Pixel, float Value)[] pixels)
    {
        var (mask, pattern) = (new float[Side * Side], new float[Side * Side]);
        foreach (var (pixel, value) in pixels)
            (mask[pixel], pattern[pixel]) = (1, value);
        return new Trigger(Target, Shape, mask, pattern);
    }

    private static Sequential Untrained()
    {
        var (hidden, output) = (Linear(Side * Side, Neurons), Linear(Neurons, Side));
        using var scope = torch.NewDisposeScope();
        using var withoutGradients = torch.no_grad();
        using var generator = new torch.Generator(1);
        foreach (var parameter in (torch.Tensor[])[hidden.weight, hidden.bias!, output.weight, output.bias!])
            parameter.copy_(torch.randn(parameter.shape, generator: generator).Times(0.15));
        return Sequential(("flatten", Flatten()), ("hidden", hidden), ("relu", ReLU()), ("output", output));
    }
}
