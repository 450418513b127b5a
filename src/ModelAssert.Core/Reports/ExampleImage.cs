namespace ModelAssert;

/// <summary>A clean sample to look at.</summary>
/// <param name="Label">Its true label.</param>
/// <param name="Pixels">Raw pixels in [0, 1], <c>[C, H, W]</c>.</param>
internal sealed record ExampleImage(int Label, IReadOnlyList<float> Pixels);
