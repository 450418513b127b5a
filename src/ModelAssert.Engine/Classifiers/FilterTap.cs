using TorchSharp;

namespace ModelAssert.Engine.Classifiers;

/// <summary>The layer that the output layer reads, as a filter looks at it, in a network whose file can be given one more output.</summary>
/// <param name="Name">What the file calls it, for people.</param>
/// <param name="Neurons">How many neurons it has.</param>
/// <param name="Activations">
/// The activation of each neuron, <c>[N, neurons]</c>, for images <c>[N, C, H, W]</c> in the network's own pixel range: the mean over positions where a neuron has several. The current
/// dispose scope owns it.
/// </param>
/// <param name="Write">
/// Writes the network's file with the score beside its outputs, and proves it: what is written, images <c>[N, C, H, W]</c> in the network's own pixel range to prove it on, and where, replaced as a
/// whole or not at all.
/// </param>
internal sealed record FilterTap(string Name, int Neurons, Func<torch.Tensor, torch.Tensor> Activations, Action<FilterContent, torch.Tensor, string> Write);

/// <summary>What a filter file holds beside the network.</summary>
/// <param name="Formula">How the score is computed of the activations.</param>
/// <param name="Threshold">An input is rejected whose score is above it.</param>
/// <param name="FalsePositiveRate">The share of clean inputs above the threshold that it was calibrated for, a fraction in (0, 1).</param>
/// <param name="SafeLabel">What a rejected input is to be given as its label, or <see langword="null"/> if it is to be given none.</param>
internal sealed record FilterContent(FilterFormula Formula, float Threshold, double FalsePositiveRate, int? SafeLabel);
