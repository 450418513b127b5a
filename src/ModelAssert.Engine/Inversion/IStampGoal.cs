using TorchSharp;

namespace ModelAssert.Engine.Inversion;

/// <summary>What stamped images shall do: what an optimisation makes small, and what it calls success.</summary>
internal interface IStampGoal
{
    /// <summary>The label of each image that this is about.</summary>
    /// <param name="drawn">Which images a mini-batch is of.</param>
    /// <returns><c>[N]</c>, owned by the current dispose scope.</returns>
    torch.Tensor LabelsOf(IReadOnlyList<long> drawn);

    /// <summary>What is made small.</summary>
    /// <param name="logits">Logits <c>[N, labels]</c>.</param>
    /// <param name="labels">As <see cref="LabelsOf"/> says them.</param>
    /// <returns>A scalar, owned by the current dispose scope.</returns>
    torch.Tensor Loss(torch.Tensor logits, torch.Tensor labels);

    /// <summary>Which images do it.</summary>
    /// <returns><c>[N]</c>, truth values, owned by the current dispose scope.</returns>
    torch.Tensor IsReached(torch.Tensor logits, torch.Tensor labels);

    /// <summary>The probability of it, as the network sees it.</summary>
    /// <returns><c>[N]</c>, owned by the current dispose scope.</returns>
    torch.Tensor Probability(torch.Tensor logits, torch.Tensor labels);
}
