namespace ModelAssert;

/// <summary>Why the optimisation of a label was ended before its schedule was.</summary>
public enum LabelStop
{
    /// <summary>Its mask was among the larger ones at a checkpoint, where more effort could not have changed the verdict.</summary>
    Screened,

    /// <summary>The time limit of the scan ran out.</summary>
    TimeLimit,
}
