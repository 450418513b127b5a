using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Inversion;

/// <summary>
/// Mask and pattern as the optimiser sees them: unconstrained, and mapped into [0, 1] by tanh (method, section 4).
/// </summary>
internal sealed class TriggerVariables : IDisposable
{
    /// <summary>ε: keeps the map inside [0, 1].</summary>
    private const double Epsilon = 1e-7;

    /// <summary>Starting values keep this distance from 0 and 1, where the inverse of the map is infinite.</summary>
    private const double Margin = 1e-6;

    /// <summary>A start that is further out lies where tanh is so flat that an optimisation does not come back.</summary>
    private const double NearlyAll = 0.98;

    private readonly ImageShape shape;
    private readonly torch.Tensor mask;
    private readonly torch.Tensor pattern;

    /// <summary>Draws mask and pattern uniformly.</summary>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="random">The label's own source of randomness.</param>
    public TriggerVariables(ImageShape shape, Random random)
    {
        this.shape = shape;
        mask = Variable(DrawUnbounded(shape.Area, random), channels: 1);
        pattern = Variable(DrawUnbounded(shape.Volume, random), shape.Channels);
    }

    /// <summary>Begins with what a search by windows found.</summary>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="start">Mask and pattern.</param>
    public TriggerVariables(ImageShape shape, WindowStart start)
    {
        this.shape = shape;
        mask = Variable([.. start.Mask().Select(Unbounded)], channels: 1);
        pattern = Variable(start.Pattern, shape.Channels);
    }

    /// <summary>Begins with an image that is painted over nearly all of others.</summary>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="image">The image, <c>[1, C, H, W]</c> in [0, 1].</param>
    public TriggerVariables(ImageShape shape, torch.Tensor image)
    {
        this.shape = shape;
        mask = Variable([.. Enumerable.Repeat(Unbounded(NearlyAll), shape.Area)], channels: 1);
        pattern = Variable([.. image.contiguous().data<float>().ToArray().Select(value => Unbounded(Math.Clamp(value, 1 - NearlyAll, NearlyAll)))], shape.Channels);
    }

    /// <summary>What the optimiser changes.</summary>
    public IEnumerable<torch.Tensor> All => [mask, pattern];

    /// <summary>m, <c>[1, 1, H, W]</c> in [0, 1], owned by the current dispose scope.</summary>
    public torch.Tensor Mask() => Bounded(mask);

    /// <summary>Δ, <c>[1, C, H, W]</c> in [0, 1], owned by the current dispose scope.</summary>
    public torch.Tensor Pattern() => Bounded(pattern);

    /// <summary>The derivatives of a loss by the variables, in the order of <see cref="All"/>, from those by mask and pattern.</summary>
    /// <returns>New tensors, owned by the current dispose scope.</returns>
    public torch.Tensor[] Gradients(torch.Tensor byMask, torch.Tensor byPattern) => [Unbounded(mask, byMask), Unbounded(pattern, byPattern)];

    /// <summary>The present values, as a trigger for a label.</summary>
    public Trigger ToTrigger(int targetLabel)
    {
        using var scope = torch.NewDisposeScope();
        return new Trigger(targetLabel, shape, ToArray(Mask()), ToArray(Pattern()));
    }

    public void Dispose()
    {
        mask.Dispose();
        pattern.Dispose();
    }

    private static float[] ToArray(torch.Tensor values) => values.clamp(LastingScalar.Of(0), LastingScalar.Of(1)).data<float>().ToArray();

    /// <summary>The values in [0, 1] of some variables, owned by the current dispose scope.</summary>
    public static torch.Tensor Bounded(torch.Tensor variable) => (variable.tanh() / LastingScalar.Of(2 - Epsilon)).Plus(LastingScalar.Of(0.5));

    /// <summary>The derivative by a variable, from that by its bounded value: tanh′ = 1 − tanh².</summary>
    public static torch.Tensor Unbounded(torch.Tensor variable, torch.Tensor byBounded) =>
        (byBounded - byBounded * variable.tanh().Squared()) / LastingScalar.Of(2 - Epsilon);

    /// <summary>Variables whose values are uniform.</summary>
    public static float[] DrawUnbounded(int count, Random random)
    {
        var start = new float[count];
        for (var i = 0; i < count; i++)
            start[i] = Unbounded(random.NextDouble());
        return start;
    }

    /// <summary>The variable of a value in [0, 1].</summary>
    private static float Unbounded(double value) => (float)Math.Atanh((Math.Clamp(value, Margin, 1 - Margin) - 0.5) * (2 - Epsilon));

    private torch.Tensor Variable(float[] values, int channels) => torch.tensor(values, [1, channels, shape.Height, shape.Width]).DetachFromDisposeScope();
}
