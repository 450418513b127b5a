using ModelAssert.Attacks;

namespace ModelAssert.Zoo;

/// <summary>What models of one data set are trained and measured on.</summary>
/// <param name="Training">The training images.</param>
/// <param name="HeldOut">Images that no model is trained on: to measure with, and to draw the samples of a scan from.</param>
internal sealed record DataSet(LabeledImages Training, LabeledImages HeldOut);
