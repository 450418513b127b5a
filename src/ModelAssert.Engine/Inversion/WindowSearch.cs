using ModelAssert.Engine.Classifiers;
using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Inversion;

/// <summary>
/// Looks for the place of a small trigger before its optimisation begins. The first gradients do not see a trigger that works at one place only: a mask over all of the image is satisfied by a dense pattern
/// that resembles no trigger, and then the weight of the norm shrinks the corner where the trigger would be before it was learned. A small opaque window cannot be satisfied so. Hence each image shows the
/// pattern inside a window of its own; where windows take images to the target they are credited, and further ones are drawn there.
/// </summary>
/// <param name="classifier">The network behind its preprocessing.</param>
/// <param name="shape">The shape of the images.</param>
/// <param name="temperature">What the network's logits are divided by (<see cref="LogitTemperature"/>).</param>
/// <param name="guidance">Told about every gradient.</param>
/// <param name="random">The label's own source of randomness.</param>
internal sealed class WindowSearch(RawImageClassifier classifier, ImageShape shape, double temperature, GradientGuidance guidance, Random random)
{
    /// <summary>Images in a mini-batch: half as many as usual, since each shows a place of its own.</summary>
    public const int BatchSize = 16;

    /// <summary>A window's side as a share of the image's shorter one: 6 pixels of 28 and of 32. One pixel less or more did as well, two more did not.</summary>
    private const double SideShare = 0.2;

    /// <summary>So many mini-batches draw windows evenly, before there is credit to go by.</summary>
    private const int EvenBatches = 16;

    /// <summary>The share of windows that are drawn evenly after that.</summary>
    private const double EvenShare = 0.3;

    private const double LearningRate = 0.3;

    /// <summary>The pattern begins as good as grey: from noise two of six searches failed.</summary>
    private const double Noise = 0.02;

    /// <summary>The variables of the pattern end within ± this. Further out tanh is so flat that an optimisation does not come back.</summary>
    private const float LargestPattern = 3;

    private readonly int side = Math.Max(1, (int)Math.Round(SideShare * Math.Min(shape.Height, shape.Width)));
    private readonly Scalar temperature = LastingScalar.Of(temperature);

    /// <summary>Searches.</summary>
    /// <param name="batches">Mini-batches of <see cref="BatchSize"/> images of other labels.</param>
    /// <param name="goal">What images shall do that show a window.</param>
    /// <param name="settings">How many mini-batches, and Adam's decays.</param>
    /// <param name="cancellation">Stops between mini-batches.</param>
    /// <returns>What the optimisation begins with: the mask, values from 0 to 1, and the variables of the pattern.</returns>
    public WindowStart Run(BatchStream batches, IStampGoal goal, InversionSettings settings, CancellationToken cancellation)
    {
        var credit = new WindowCredit(shape, side);
        using var pattern = torch.tensor(
            TriggerVariables.DrawUnbounded(shape.Volume, random).Select(value => (float)(Noise * value)).ToArray(), [1, shape.Channels, shape.Height, shape.Width]).DetachFromDisposeScope();
        using var optimiser = new Adam([pattern], LearningRate, settings.Beta1, settings.Beta2);
        for (var batch = 0; batch < settings.WindowBatches; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var images = batches.Next();
            var corners = Corners(credit, batch);
            credit.Observe(corners, Update(images, goal, batches.Drawn, pattern, optimiser, corners, credit));
        }

        using var scope = torch.NewDisposeScope();
        return new WindowStart(credit.Map(), pattern.clamp(LastingScalar.Of(-LargestPattern), LastingScalar.Of(LargestPattern)).data<float>().ToArray());
    }

    private (int Row, int Column)[] Corners(WindowCredit credit, int batch)
    {
        var even = batch < EvenBatches ? BatchSize : Enumerable.Range(0, BatchSize).Count(_ => random.NextDouble() < EvenShare);
        return [.. Enumerable.Range(0, even).Select(_ => credit.DrawEvenly(random)), .. credit.DrawByCredit(BatchSize - even, random)];
    }

    /// <summary>One mini-batch.</summary>
    /// <returns>The probability of the goal for each image, before the step.</returns>
    private float[] Update(torch.Tensor images, IStampGoal goal, long[] drawn, torch.Tensor pattern, Adam optimiser, (int Row, int Column)[] corners, WindowCredit credit)
    {
        using var scope = torch.NewDisposeScope();
        var inside = new float[BatchSize * shape.Area];
        for (var image = 0; image < BatchSize; image++)
        {
            foreach (var pixel in credit.PixelsOf(corners[image]))
                inside[image * shape.Area + pixel] = 1;
        }

        var windows = torch.tensor(inside, [BatchSize, 1, shape.Height, shape.Width]);
        var stamped = Stamping.Stamp(images, windows, TriggerVariables.Bounded(pattern)).requires_grad_();
        var logits = classifier.Logits(stamped) / temperature;
        var labels = goal.LabelsOf(drawn);
        var gradient = Gradients.Of(goal.Loss(logits, labels), [stamped])[0].contiguous();
        guidance.Observe(gradient);
        optimiser.Step([TriggerVariables.Unbounded(pattern, (gradient * windows).sum(0, keepdim: true))]);
        return goal.Probability(logits.detach(), labels).contiguous().data<float>().ToArray();
    }
}
