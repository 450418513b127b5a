namespace ModelAssert;

/// <summary>Fails a test because its model did not get the expected verdict. The message is the finding. Made without any test framework.</summary>
/// <param name="message">The finding.</param>
public sealed class BackdoorFoundException(string message) : Exception(message), IAssertionException;

/// <summary>xunit counts an exception with an interface of this name as a failed assertion, not as an error; any namespace will do.</summary>
internal interface IAssertionException;
