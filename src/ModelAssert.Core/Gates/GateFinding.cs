namespace ModelAssert.Gates;

/// <summary>Something that a gate says of a model.</summary>
/// <param name="Id">One of <see cref="DiagnosticIds"/>, or <see langword="null"/> for a remark.</param>
/// <param name="Severity">Whether it stops the build.</param>
/// <param name="Text">A sentence or two, without a line break.</param>
internal sealed record GateFinding(string? Id, GateSeverity Severity, string Text);

/// <summary>What a finding does to a build.</summary>
internal enum GateSeverity
{
    /// <summary>Nothing: it is said.</summary>
    Remark,

    /// <summary>A warning.</summary>
    Warning,

    /// <summary>It fails.</summary>
    Error,
}
