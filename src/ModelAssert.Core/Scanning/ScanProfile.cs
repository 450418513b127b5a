namespace ModelAssert;

/// <summary>How much work a scan spends on each label.</summary>
public enum ScanProfile
{
    /// <summary>The published objective with an order of magnitude less work. The default.</summary>
    Fast,

    /// <summary>The schedule and every constant of the authors' published example (Wang et al. 2019, reference code).</summary>
    Paper,
}
