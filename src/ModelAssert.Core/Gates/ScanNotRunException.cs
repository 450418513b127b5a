namespace ModelAssert;

/// <summary>Fails a gate because its scan could not run. The message has the diagnostic id, the cause and the remedy; the stack would not help to mend it.</summary>
public sealed class ScanNotRunException : Exception
{
    /// <summary>Makes the failure.</summary>
    /// <param name="cause">What kept the scan from running.</param>
    public ScanNotRunException(ModelAssertException cause)
        : base(cause.Message, cause)
    {
    }

    /// <inheritdoc />
    public override string? StackTrace => null;
}
