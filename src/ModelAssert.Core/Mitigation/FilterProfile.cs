namespace ModelAssert;

/// <summary>What the trigger of an infected label does to the second-to-last layer, which a filter looks at (Wang et al. 2019, section VI-A).</summary>
/// <param name="Label">The infected label.</param>
/// <param name="Neurons">The top 1 % of the neurons, by how much the reversed triggers raise their mean activation; by their places in the layer, those first that rise most.</param>
/// <param name="CleanMean">Their mean activation on clean images of other labels.</param>
/// <param name="StampedMean">The same on images with the reversed triggers.</param>
internal sealed record FilterProfile(int Label, IReadOnlyList<int> Neurons, double CleanMean, double StampedMean);
