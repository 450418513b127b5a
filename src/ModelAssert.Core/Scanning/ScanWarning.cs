namespace ModelAssert;

/// <summary>Something is not as it should be, but the scan goes on and its result is right all the same.</summary>
/// <param name="Id">One of <see cref="DiagnosticIds"/>.</param>
/// <param name="File">The file or folder it is about.</param>
/// <param name="Cause">What is wrong, in sentences.</param>
/// <param name="Remedy">What follows from it, and what to do.</param>
public sealed record ScanWarning(string Id, string File, string Cause, string Remedy)
{
    /// <summary>The warning as one line.</summary>
    /// <returns>Its id, file, cause and remedy.</returns>
    public override string ToString() => $"{Id}: {File}: {Cause} {Remedy}";
}
