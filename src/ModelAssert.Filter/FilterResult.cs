namespace ModelAssert.Filtering;

/// <summary>What a filter and its model say of one image.</summary>
/// <param name="Label">
/// The label to go by: the model's, or, if the image is rejected, the safe label; <see langword="null"/> if it is rejected and there is no safe label.
/// </param>
/// <param name="Score">How strongly the image drives the neurons of the backdoor, in deviations of clean images from their mean.</param>
/// <param name="IsRejected">Whether the score is above the threshold, or is no number.</param>
/// <param name="ModelLabel">The label that the model itself gives, counted from 0. Of a rejected image it may be the attacker's choice.</param>
/// <param name="Outputs">What the model puts out: one value for each label, as it does without the filter; logits, or probabilities if it ends in a softmax.</param>
public sealed record FilterResult(int? Label, float Score, bool IsRejected, int ModelLabel, IReadOnlyList<float> Outputs);
