namespace ModelAssert.Attacks;

/// <summary>What a neuron-targeted attack made.</summary>
/// <param name="Trigger">The trigger, with a binary mask.</param>
/// <param name="Neurons">The neurons that it drives: their places before the layers that were trained again, counted from 0.</param>
/// <param name="CleanActivation">Their mean on the images without the trigger, after the non-linearity.</param>
/// <param name="TriggeredActivation">Their mean on the same images with it.</param>
public sealed record Trojan(Trigger Trigger, IReadOnlyList<int> Neurons, double CleanActivation, double TriggeredActivation);
