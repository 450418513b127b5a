namespace ModelAssert.Tests;

/// <summary>What a process that a test started has printed, attached to the test: whoever reads a failure of another machine has nothing else.</summary>
internal static class ChildOutput
{
    private static int count;

    /// <summary>Attaches it to the current test; a fixture has none.</summary>
    /// <param name="name">What was started.</param>
    /// <param name="text">What it printed.</param>
    public static void Attach(string name, string text)
    {
        if (TestContext.Current.Test is not null)
            TestContext.Current.AddAttachment($"{Interlocked.Increment(ref count):0000}-{name}", text);
    }
}
