using ModelAssert.Engine.Native;
using ModelAssert.Engine.Training;
using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>
/// Makes the pixels of a trigger by gradient descent so that chosen neurons come near a value that they do not have by themselves (Liu et al. 2018, section IV-A,
/// algorithm 1): the loss is the mean squared distance from it. Theirs looks at the trigger alone on a blank image; here it is a mean over images, so that the trigger works on
/// top of them.
/// </summary>
/// <param name="head">The network.</param>
/// <param name="options">How.</param>
internal sealed class TriggerGeneration(NetworkHead head, TrojanOptions options)
{
    // As many images per step as fit into a cache; which ones changes from step to step.
    private const int BatchSize = 64;

    /// <summary>Makes the trigger.</summary>
    /// <param name="area">Where.</param>
    /// <param name="images">What it is stamped on.</param>
    /// <param name="neurons">Which neurons, <c>[K]</c>.</param>
    /// <param name="goal">Their value.</param>
    /// <param name="cancellationToken">Ends the work before the next step.</param>
    /// <returns>The pattern, <c>[C, H, W]</c>, in [0, 1], black outside of the area.</returns>
    public float[] Run(TriggerArea area, LabeledImages images, Tensor neurons, double goal, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        var shape = area.Shape;
        var random = new Random(options.Seed);
        var mask = tensor(area.Mask.ToArray(), [1, 1, shape.Height, shape.Width]);
        var start = new float[shape.Volume];
        foreach (ref var value in start.AsSpan())
            value = random.NextSingle();

        using var pattern = new TorchSharp.Modules.Parameter(tensor(start, [1, shape.Channels, shape.Height, shape.Width]));
        using var optimizer = new AdamSteps([pattern], options.TriggerRate);
        var wanted = tensor((float)goal);
        for (var step = 0; step < options.TriggerSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var stepScope = NewDisposeScope();
            var places = Enumerable.Range(0, Math.Min(BatchSize, images.Count)).Select(_ => random.Next(images.Count)).ToArray();
            var (batch, _) = Batch.Of(images, places);
            var reached = head.Inputs(addcmul(batch, mask, pattern - batch, LastingScalar.Of(1))).index_select(1, neurons);
            optimizer.Descend((reached - wanted).Squared().mean());
            using var withoutGradients = no_grad();
            pattern.clamp_(LastingScalar.Of(0), LastingScalar.Of(1));
        }

        using var finished = no_grad();
        return (pattern * mask).detach().data<float>().ToArray();
    }
}
