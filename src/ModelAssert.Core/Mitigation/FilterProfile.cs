using System.Text.Json.Serialization;

namespace ModelAssert;

/// <summary>How a filter tells inputs that carry a label's trigger: by the neurons of the second-to-last layer that the trigger drives most (Wang et al. 2019, section VI-A).</summary>
/// <param name="Label">The infected label.</param>
/// <param name="Neurons">The neurons, by their places in the layer, those first that tell most.</param>
/// <param name="CleanMean">Their mean activation on clean images of all labels.</param>
/// <param name="CleanDeviation">The standard deviation of that mean over the images; 0 if none of them moves the neurons.</param>
/// <param name="StampedMean">Their mean activation under the reversed triggers, on images of other labels.</param>
public sealed record FilterProfile(int Label, IReadOnlyList<int> Neurons, double CleanMean, double CleanDeviation, double StampedMean)
{
    /// <summary>
    /// What scores of this label are counted in: the clean deviation, so that one threshold does for several labels. Neurons that are silent on every clean image have none, and any activation
    /// of theirs tells; the rise under the trigger stands in for it.
    /// </summary>
    /// <value>Positive.</value>
    [JsonIgnore]
    public double Unit => CleanDeviation > 0 ? CleanDeviation : StampedMean > CleanMean ? StampedMean - CleanMean : 1;
}
