namespace ModelAssert;

/// <summary>Values of an enumeration as people write them.</summary>
internal static class Word
{
    /// <summary>The value that a word stands for.</summary>
    /// <param name="text">The word, in any case.</param>
    /// <param name="nameOf">How a value is written.</param>
    /// <returns>The value, or <see langword="null"/> if the word stands for none.</returns>
    public static T? Find<T>(string text, Func<T, string> nameOf)
        where T : struct, Enum => Enum.GetValues<T>().Where(value => nameOf(value).Equals(text, StringComparison.OrdinalIgnoreCase)).Cast<T?>().FirstOrDefault();
}
