using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace ModelAssert;

/// <summary>
/// A member of <see cref="ScanOptions"/> as one word of text: how an option of the command, the metadata of an item and the argument of an attribute say the same, and how a report repeats it.
/// </summary>
internal sealed record ScanOptionField
{
    private readonly Func<ScanOptions, object?> get;
    private readonly Func<ScanOptions, object, ScanOptions> set;
    private readonly Func<string, object?> read;
    private readonly Func<object, string> write;
    private readonly Predicate<object> allows;

    private ScanOptionField(
        (string Name, string Title, string Meaning, string Legal) words, Func<ScanOptions, object?> get, Func<ScanOptions, object, ScanOptions> set,
        Func<string, object?> read, Func<object, string> write, Predicate<object> allows)
    {
        (Name, Title, Meaning, Legal) = words;
        (this.get, this.set, this.read, this.write, this.allows) = (get, set, read, write, allows);
        Option = "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(Name);
        Noun = Title.ToLowerInvariant();
        Usage = Legal;
        Shown = options => get(options) is { } value ? write(value) : null;
    }

    /// <summary>The name of the metadatum, and of the attribute's argument, such as <c>TimeLimit</c>.</summary>
    public string Name { get; }

    /// <summary>The name of the command's option, such as <c>--time-limit</c>.</summary>
    public string Option { get; init; }

    /// <summary>What it asks of a scan, as the command's help says it.</summary>
    public string Meaning { get; }

    /// <summary>What stands for the value in the command's help; the option's name if <see langword="null"/>.</summary>
    public string? HelpName { get; init; }

    /// <summary>What a value must be, to follow "Give".</summary>
    public string Legal { get; }

    /// <summary>The same for whoever types it.</summary>
    public string Usage { get; init; }

    /// <summary>What an error calls it, to follow "The".</summary>
    public string Noun { get; init; }

    /// <summary>What a report calls it.</summary>
    public string Title { get; }

    /// <summary>The value as a report shows it, with its unit, or <see langword="null"/> where nothing is asked.</summary>
    public Func<ScanOptions, string?> Shown { get; init; }

    /// <summary>What a report says beside the value.</summary>
    public Func<ScanOptions, string> Note { get; init; } = _ => "";

    /// <summary>A member that is a number.</summary>
    /// <param name="name">The name of the metadatum.</param>
    /// <param name="title">What a report calls it.</param>
    /// <param name="meaning">What it asks of a scan.</param>
    /// <param name="number">Which numbers are legal.</param>
    /// <param name="get">Reads the member.</param>
    /// <param name="set">Makes options with another value.</param>
    /// <param name="format">How a report writes the number.</param>
    public static ScanOptionField OfNumber<T>(
        string name, string title, string meaning, LegalNumber<T> number, Func<ScanOptions, T?> get, Func<ScanOptions, T, ScanOptions> set, string? format = null)
        where T : struct, INumber<T> => new(
            (name, title, meaning, number.Legal), options => get(options), (options, value) => set(options, (T)value),
            text => number.Read(text), value => ((T)value).ToString(null, CultureInfo.InvariantCulture), value => number.Allows((T)value))
        {
            Usage = number.Usage,
            Shown = options => get(options)?.ToString(format, CultureInfo.InvariantCulture),
        };

    /// <summary>A member that is one of several words.</summary>
    /// <param name="name">The name of the metadatum.</param>
    /// <param name="title">What a report calls it.</param>
    /// <param name="meaning">What it asks of a scan.</param>
    /// <param name="legal">The words.</param>
    /// <param name="get">Reads the member.</param>
    /// <param name="set">Makes options with another value.</param>
    /// <param name="read">The value of a word.</param>
    /// <param name="write">The word of a value.</param>
    public static ScanOptionField OfWord<T>(
        string name, string title, string meaning, string legal, Func<ScanOptions, T> get, Func<ScanOptions, T, ScanOptions> set, Func<string, T?> read, Func<T, string> write)
        where T : struct, Enum => new(
            (name, title, meaning, legal), options => get(options), (options, value) => set(options, (T)value),
            text => read(text), value => write((T)value), value => Enum.IsDefined((T)value));

    /// <summary>A member that is some distinct numbers, or all where it is left out.</summary>
    /// <param name="name">The name of the metadatum.</param>
    /// <param name="title">What a report calls it.</param>
    /// <param name="meaning">What it asks of a scan.</param>
    /// <param name="legal">What the numbers must be.</param>
    /// <param name="number">Which numbers are legal.</param>
    /// <param name="example">Some that are, as text.</param>
    /// <param name="get">Reads the member.</param>
    /// <param name="set">Makes options with another value.</param>
    public static ScanOptionField OfNumbers<T>(
        string name, string title, string meaning, string legal, LegalNumber<T> number, string example, Func<ScanOptions, IReadOnlyList<T>?> get, Func<ScanOptions, IReadOnlyList<T>, ScanOptions> set)
        where T : struct, INumber<T> => new(
            (name, title, meaning, legal), get, (options, value) => set(options, (IReadOnlyList<T>)value),
            number.ReadList, value => Joined(",", (IReadOnlyList<T>)value), value => (IReadOnlyList<T>)value is { Count: > 0 } some && some.All(number.Allows) && some.Distinct().Count() == some.Count)
        {
            Usage = number.UsageOfList(example),
            Shown = options => get(options) is { } some ? Joined(", ", some) : "all",
        };

    /// <summary>A member that is some of several words, or the usual ones where it is left out.</summary>
    /// <param name="name">The name of the metadatum.</param>
    /// <param name="title">What a report calls it.</param>
    /// <param name="meaning">What it asks of a scan.</param>
    /// <param name="legal">The words.</param>
    /// <param name="get">Reads the member.</param>
    /// <param name="set">Makes options with another value.</param>
    /// <param name="read">The value of a word.</param>
    /// <param name="write">The word of a value.</param>
    public static ScanOptionField OfWords<T>(
        string name, string title, string meaning, string legal, Func<ScanOptions, IReadOnlyList<T>?> get, Func<ScanOptions, IReadOnlyList<T>, ScanOptions> set, Func<string, T?> read, Func<T, string> write)
        where T : struct, Enum => new(
            (name, title, meaning, legal), get, (options, value) => set(options, (IReadOnlyList<T>)value),
            text => text.Split(',', StringSplitOptions.TrimEntries).Select(read).ToArray() is var some && some.All(value => value is not null) ? some.Select(value => value!.Value).ToArray() : null,
            value => string.Join(',', ((IReadOnlyList<T>)value).Select(write)),
            value => (IReadOnlyList<T>)value is { Count: > 0 } some && some.All(Enum.IsDefined) && some.Distinct().Count() == some.Count);

    /// <summary>The value, or <see langword="null"/> if the member is left out.</summary>
    /// <param name="options">The options.</param>
    public object? ValueIn(ScanOptions options) => get(options);

    /// <summary>The value as text, or <see langword="null"/> if the member is left out.</summary>
    /// <param name="options">The options.</param>
    public string? TextIn(ScanOptions options) => get(options) is { } value ? write(value) : null;

    /// <summary>A value as text, also one that is not legal.</summary>
    /// <param name="value">The value, of the member's type.</param>
    public string TextOf(object value) => write(value);

    /// <summary>Reads a text.</summary>
    /// <param name="text">What a person wrote.</param>
    /// <returns>The value, or <see langword="null"/> if the text is not legal.</returns>
    public object? Read(string text) => read(text);

    /// <summary>Makes options with another value.</summary>
    /// <param name="options">The options.</param>
    /// <param name="value">The value, of the member's type.</param>
    public ScanOptions Put(ScanOptions options, object value) => set(options, value);

    /// <summary>Checks the value.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0040</c>: it is out of its range.</exception>
    public void Require(ScanOptions options)
    {
        if (get(options) is { } value && !allows(value))
            throw Errors.OptionOutOfRange(Noun, write(value), Legal);
    }

    private static string Joined<T>(string separator, IEnumerable<T> numbers)
        where T : INumber<T> => string.Join(separator, numbers.Select(number => number.ToString(null, CultureInfo.InvariantCulture)));
}
