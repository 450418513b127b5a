namespace ModelAssert;

/// <summary>What a scan concludes about one label.</summary>
public enum LabelState
{
    /// <summary>Analysed to convergence; its trigger is not abnormally small.</summary>
    Clean,

    /// <summary>Its anomaly index is above the threshold, but the evidence does not confirm a backdoor: a naturally weak label.</summary>
    Vulnerable,

    /// <summary>Its anomaly index is above the threshold and the evidence confirms it.</summary>
    Infected,

    /// <summary>Its trigger did not converge, so its size says nothing.</summary>
    Inconclusive,
}
