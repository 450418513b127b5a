namespace ModelAssert.Zoo;

/// <summary>What might tell a backdoor from a naturally weak label, besides its norm (evaluation protocol, section 6). A verdict takes what proves itself on the zoo.</summary>
/// <param name="Compactness">The share of the mask in one piece, a fraction in [0, 1].</param>
/// <param name="Shifted">The success rate on moved images, a fraction in [0, 1].</param>
/// <param name="Relit">On darker and brighter images.</param>
/// <param name="Noisy">On images with noise.</param>
/// <param name="OtherStartNorm">The norm that another start comes to, in pixels; <see langword="null"/> if it finds no trigger that works.</param>
/// <param name="Agreement">The overlap of the masks of both starts, a fraction in [0, 1].</param>
/// <param name="MarginIndex">How far the label's largest margin is above those of the others, in scaled median absolute deviations.</param>
internal sealed record CandidateEvidence(double Compactness, double Shifted, double Relit, double Noisy, double? OtherStartNorm, double Agreement, double MarginIndex);
