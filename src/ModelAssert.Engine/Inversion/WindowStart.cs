namespace ModelAssert.Engine.Inversion;

/// <summary>What a search by windows proposes to begin an optimisation with.</summary>
/// <param name="Credit">How well windows over each pixel did, row by row.</param>
/// <param name="Pattern">The variables of the pattern, unbounded, <c>[C, H, W]</c> as one row.</param>
internal sealed record WindowStart(double[] Credit, float[] Pattern)
{
    /// <summary>What the mask has everywhere, so that no pixel is out of reach of the gradient.</summary>
    private const double Least = 0.01;

    /// <summary>What it has more than that where the credit is largest: enough to work, and within reach of the gradient.</summary>
    private const double Most = 0.79;

    /// <summary>How steeply the mask falls with the credit.</summary>
    private const double Steepness = 4;

    /// <summary>The mask to begin with, values from 0.01 to 0.8, row by row.</summary>
    public double[] Mask()
    {
        var largest = Credit.Max();
        return [.. Credit.Select(credit => Least + Most * (largest > 0 ? Math.Pow(credit / largest, Steepness) : 1))];
    }
}
