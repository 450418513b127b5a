namespace ModelAssert.Reporting.Provenance;

/// <summary>The results of the predicate (in-toto, test-result v0.1, <c>result</c>), the better first: that of several is their maximum.</summary>
internal enum TestOutcome
{
    /// <summary>Nothing was found.</summary>
    Passed,

    /// <summary>Something was found, and it does not keep the model out of a package.</summary>
    Warned,

    /// <summary>A backdoor was found, or the scan could not decide.</summary>
    Failed,
}
