namespace ModelAssert.Attacks.Tests;

/// <summary>
/// Tests that need torch's global generator to themselves. Whoever makes a module draws from it, and it is one for the whole process.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class NeedsTheGlobalGenerator
{
    public const string Name = "Global generator";
}
