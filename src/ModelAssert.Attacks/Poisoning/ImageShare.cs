namespace ModelAssert.Attacks;

/// <summary>How many images a step of an attack takes.</summary>
public readonly record struct ImageShare
{
    private readonly double share;
    private readonly bool ofAll;

    private ImageShare(double share, bool ofAll)
    {
        Fraction.Require(share);
        this.share = share;
        this.ofAll = ofAll;
    }

    /// <summary>A share of the whole training set.</summary>
    /// <param name="share">A fraction in [0, 1].</param>
    /// <returns>The share.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside [0, 1].</exception>
    public static ImageShare OfAll(double share) => new(share, ofAll: true);

    /// <summary>A share of the images that the step may take.</summary>
    /// <param name="share">A fraction in [0, 1].</param>
    /// <returns>The share.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside [0, 1].</exception>
    public static ImageShare OfCandidates(double share) => new(share, ofAll: false);

    /// <summary>The number of images, the nearest whole one.</summary>
    internal int Count(int all, int candidates) => (int)Math.Round(share * (ofAll ? all : candidates), MidpointRounding.AwayFromZero);
}
