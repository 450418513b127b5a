namespace ModelAssert;

/// <summary>Fails a gate because a model did not get the expected verdict. The message is the finding; there is no stack worth showing.</summary>
public sealed class BackdoorFoundException : Exception, IAssertionException
{
    /// <summary>Makes the failure.</summary>
    /// <param name="message">The finding.</param>
    public BackdoorFoundException(string message)
        : base(message)
    {
    }

    /// <inheritdoc />
    public override string? StackTrace => null;
}

/// <summary>xunit counts an exception with an interface of this name as a failed assertion, not as an error; any namespace will do.</summary>
internal interface IAssertionException;
