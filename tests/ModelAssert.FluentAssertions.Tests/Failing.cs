namespace ModelAssert.Assertions.Tests;

internal static class Failing
{
    /// <summary>Asserts the exact text with which something fails. Which exception carries it depends on the assertion library.</summary>
    public static void With(string message, Action assertion) =>
        Assert.Equal(message, Assert.ThrowsAny<Exception>(assertion).Message.TrimEnd());
}
