using ModelAssert.Engine.Native;
using ModelAssert.Engine.Training;
using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>
/// Trains the layers behind the chosen neurons again, and nothing before them (Liu et al. 2018, section IV-C): stamped images go to the target, and images without the trigger
/// keep the network's own answers, probability by probability, so that no true label is needed.
/// </summary>
/// <param name="head">The network, whose last layers are changed in place.</param>
/// <param name="options">How.</param>
internal sealed class HeadTraining(NetworkHead head, TrojanOptions options)
{
    private const int BatchSize = 64;

    /// <summary>Trains.</summary>
    /// <param name="clean">Activations without the trigger, <c>[N, neurons]</c>.</param>
    /// <param name="stamped">Activations with it, <c>[N, neurons]</c>.</param>
    /// <param name="targetLabel">Where the trigger leads.</param>
    /// <param name="cancellationToken">Ends the training before the next step.</param>
    public void Run(Tensor clean, Tensor stamped, int targetLabel, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        var (inputs, answers) = Examples(clean, stamped, targetLabel);
        var random = new Random(options.Seed);
        using var optimizer = new AdamSteps(head.Parameters, options.LearningRate);
        for (var step = 0; step < options.TrainingSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var stepScope = NewDisposeScope();
            var chosen = tensor(Enumerable.Range(0, BatchSize).Select(_ => random.NextInt64(inputs.size(0))).ToArray());
            optimizer.Descend(nn.functional.cross_entropy(head.Logits(inputs.index_select(0, chosen)), answers.index_select(0, chosen)));
        }
    }

    private (Tensor Inputs, Tensor Answers) Examples(Tensor clean, Tensor stamped, int targetLabel)
    {
        using var withoutGradients = no_grad();
        var own = nn.functional.softmax(head.Logits(clean), 1);
        var target = zeros_like(own);
        target.index_fill_(1, tensor(new long[] { targetLabel }), LastingScalar.Of(1));
        return (cat([clean, stamped]), cat([own, target]));
    }
}
