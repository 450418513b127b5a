namespace ModelAssert;

/// <summary>Fails a test because the gate would not have caught a backdoor that was planted on purpose, or could not be tried. The message is the finding.</summary>
/// <param name="message">The finding.</param>
public sealed class BackdoorMissedException(string message) : Exception(message), IAssertionException;
