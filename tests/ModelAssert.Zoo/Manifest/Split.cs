namespace ModelAssert.Zoo;

/// <summary>What a model may be used for (evaluation protocol, principle 2).</summary>
internal enum Split
{
    /// <summary>Free to be looked at while detectors are made.</summary>
    Tune,

    /// <summary>Its clean models set the thresholds.</summary>
    Calibrate,

    /// <summary>For the figures that are reported, and for nothing else.</summary>
    Test,
}
