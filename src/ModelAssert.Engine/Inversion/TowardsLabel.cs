using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Inversion;

/// <summary>All images go to one label: cross-entropy towards it (Wang et al. 2019, section IV, equation 3).</summary>
/// <param name="target">The label.</param>
internal sealed class TowardsLabel(int target) : IStampGoal
{
    /// <inheritdoc />
    public torch.Tensor LabelsOf(IReadOnlyList<long> drawn) => torch.full([drawn.Count], LastingScalar.Of(target), torch.ScalarType.Int64);

    /// <inheritdoc />
    public torch.Tensor Loss(torch.Tensor logits, torch.Tensor labels) => torch.nn.functional.cross_entropy(logits, labels);

    /// <inheritdoc />
    public torch.Tensor IsReached(torch.Tensor logits, torch.Tensor labels) => logits.argmax(1).eq(labels);

    /// <inheritdoc />
    public torch.Tensor Probability(torch.Tensor logits, torch.Tensor labels) => torch.nn.functional.softmax(logits, 1).gather(1, labels.unsqueeze(1)).squeeze(1);
}
