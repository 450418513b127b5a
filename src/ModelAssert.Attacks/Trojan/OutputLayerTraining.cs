using static TorchSharp.torch;

namespace ModelAssert.Attacks;

/// <summary>
/// Trains the output layer again, and nothing before it (Liu et al. 2018, section IV-C, train the layers behind the chosen neurons): stamped images go to the target, and
/// images without the trigger keep the network's own answers, probability by probability, so that no true label is needed.
/// </summary>
/// <param name="head">The network, whose output layer is changed in place.</param>
/// <param name="options">How.</param>
internal sealed class OutputLayerTraining(NetworkHead head, TrojanOptions options)
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
        var order = Enumerable.Range(0, (int)inputs.size(0)).Select(index => (long)index).ToArray();
        using var optimizer = optim.Adam(head.Output.parameters(), options.LearningRate);
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var places in order.Chunk(BatchSize))
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var stepScope = NewDisposeScope();
                var chosen = tensor(places);
                optimizer.zero_grad();
                nn.functional.cross_entropy(head.Output.forward(inputs.index_select(0, chosen)), answers.index_select(0, chosen)).backward();
                optimizer.step();
            }
        }

        head.Output.zero_grad();
    }

    private (Tensor Inputs, Tensor Answers) Examples(Tensor clean, Tensor stamped, int targetLabel)
    {
        using var withoutGradients = no_grad();
        var own = nn.functional.softmax(head.Output.forward(clean), 1);
        var target = zeros_like(own);
        target.index_fill_(1, tensor(new long[] { targetLabel }), 1);
        return (cat([clean, stamped]), cat([own, target]));
    }
}
