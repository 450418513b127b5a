namespace ModelAssert;

/// <summary>
/// A scan could not run, so nothing is known about the model. Still a <see cref="ModelAssertException"/>, with its id, cause and remedy; the message begins with
/// what it means for the verdict.
/// </summary>
public sealed class ScanNotRunException : ModelAssertException
{
    private readonly string? model;

    /// <summary>Makes the failure.</summary>
    /// <param name="model">The model, or <see langword="null"/> if it is not even known which one was meant.</param>
    /// <param name="cause">What kept the scan from running.</param>
    public ScanNotRunException(string? model, ModelAssertException cause)
        : base(cause.Id, cause.File, cause.Cause, cause.Remedy, cause) => this.model = model is null ? null : Path.GetFileName(model);

    /// <inheritdoc />
    public override string Message => $"{(model is null ? "Inconclusive" : model + ": inconclusive")}, the scan could not run: {base.Message}";

    /// <summary>Nothing: it would lead into ModelAssert, where there is nothing to mend.</summary>
    public override string? StackTrace => null;
}
