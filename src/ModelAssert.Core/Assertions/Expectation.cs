namespace ModelAssert.Assertions;

/// <summary>
/// Something that a report or a label is expected to be: how it is said, and what is said where it is not so. The fronts add the subject's name and
/// the user's reason in their own grammar.
/// </summary>
/// <typeparam name="TSubject">What is judged.</typeparam>
internal sealed class Expectation<TSubject>
{
    private readonly Func<TSubject, string?> finding;

    internal Expectation(string text, Func<TSubject, string?> finding)
    {
        Text = text;
        this.finding = finding;
    }

    /// <summary>What is expected, to follow the subject's name: <c>to have no infected labels</c>.</summary>
    public string Text { get; }

    /// <summary>Holds the expectation against a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <returns>What was found instead, to follow "but": some lines of text; or <see langword="null"/> if the expectation is met.</returns>
    public string? FindingAgainst(TSubject subject) => finding(subject);
}
