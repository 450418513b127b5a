namespace ModelAssert.Attacks;

/// <summary>What one pass over the training set came to.</summary>
/// <param name="Epoch">Which pass, counted from 1.</param>
/// <param name="Loss">The cross-entropy, in nats, averaged over the images as they were learnt from.</param>
/// <param name="Accuracy">The share of the images that were classified correctly just before they were learnt from, a fraction in [0, 1].</param>
public sealed record EpochResult(int Epoch, double Loss, double Accuracy);
