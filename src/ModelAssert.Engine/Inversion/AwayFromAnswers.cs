using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Inversion;

/// <summary>Every image leaves what the network answers, for whatever other label.</summary>
/// <param name="answers">What the network answers, image by image.</param>
internal sealed class AwayFromAnswers(IReadOnlyList<int> answers) : IStampGoal
{
    /// <inheritdoc />
    public torch.Tensor LabelsOf(IReadOnlyList<long> drawn) => torch.tensor(drawn.Select(i => (long)answers[(int)i]).ToArray());

    /// <summary>−log(1 − p_y), as log Σ exp z_j over all labels less the same over those but y, which does not overflow where p_y is 1: the mean over the images.</summary>
    public torch.Tensor Loss(torch.Tensor logits, torch.Tensor labels)
    {
        var places = labels.unsqueeze(1);
        var others = logits.scatter(1, places, torch.full(places.shape, LastingScalar.Of(double.NegativeInfinity))).logsumexp(1);
        return (logits.logsumexp(1) - others).mean();
    }

    /// <inheritdoc />
    public torch.Tensor IsReached(torch.Tensor logits, torch.Tensor labels) => logits.argmax(1).ne(labels);

    /// <inheritdoc />
    public torch.Tensor Probability(torch.Tensor logits, torch.Tensor labels) =>
        torch.nn.functional.softmax(logits, 1).gather(1, labels.unsqueeze(1)).squeeze(1).neg().Plus(1);
}
