using System.Globalization;
using ModelAssert.Engine.Inversion;

namespace ModelAssert.Engine.WholeImages;

/// <summary>What is asked of a network about one kind of change of the whole image: how it is changed, with which constants it is sought, and in which words it is told.</summary>
/// <param name="Detector">Which detector asks.</param>
/// <param name="Finding">What a finding is.</param>
/// <param name="Noun">What such a change is called: <c>warp</c>.</param>
/// <param name="Sees">What kind of backdoor it can see, in a sentence.</param>
/// <param name="Change">Makes the kind of change for images of a shape.</param>
/// <param name="Settings">The constants for images of a shape.</param>
/// <param name="LargestShare">A change that convicts is smaller than this share of the smallest to other labels.</param>
/// <param name="Unit">What sizes are reported in.</param>
/// <param name="PerUnit">How many of these a size of 1 is.</param>
internal sealed record WholeImageQuestion(
    Detector Detector, FindingKind Finding, string Noun, string Sees, Func<ImageShape, IImageChange> Change, Func<ImageShape, InversionSettings> Settings, double LargestShare, string Unit, double PerUnit)
{
    /// <summary>
    /// Displacements grow with the image, and so do the rate and what a pixel of them weighs. On nine networks of 28x28 pixels that were infected by warps the geometric mean of the two sizes (see <see cref="MeasuredChange.Share"/>) was 0.09 to 0.17
    /// of the smallest to nine other labels; on 94 clean ones 0.78 and more (docs/evaluation.md).
    /// </summary>
    public static WholeImageQuestion Warp { get; } = new(
        Detector.Warp, FindingKind.Warp, "warp", "A small warp of the image that sends images of all labels to one.",
        shape => new Warp(shape), shape => InversionSettings.ForWholeImage(shape, learningRate: 0.1 * Scale(shape), cost: 1 / Scale(shape)), LargestShare: 0.4, "pixels", PerUnit: 1);

    /// <summary>On networks that were infected by blended noise and by sinusoids it was 0.09 to 0.60 where the infected label is the suspect, on clean ones 0.89 and more.</summary>
    public static WholeImageQuestion Pattern { get; } = new(
        Detector.WholeImage, FindingKind.WholeImage, "pattern", "A faint pattern over the whole image that sends images of all labels to one.",
        shape => new AddedPattern(shape), shape => InversionSettings.ForWholeImage(shape, learningRate: 0.02, cost: 10), LargestShare: 0.7, "of 255 levels", PerUnit: 255);

    /// <summary>How it looks, for people who read the report.</summary>
    public string Method =>
        $"The smallest {Noun} was reversed that makes the network answer anything else than it does, then the smallest that sends images to the label that most went to, and those to a few other labels. A clean network takes about as much for each.";

    /// <summary>A size in words.</summary>
    /// <param name="size">The size.</param>
    public string Describe(double size) => string.Create(CultureInfo.InvariantCulture, $"{size * PerUnit:0.##} {Unit}");

    /// <summary>How much larger images are than those that the constants were chosen on.</summary>
    private static double Scale(ImageShape shape) => Math.Min(shape.Height, shape.Width) / 28.0;
}
