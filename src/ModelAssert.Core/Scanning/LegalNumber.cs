using System.Globalization;
using System.Numerics;

namespace ModelAssert;

/// <summary>
/// A number that a person may write: which ones are legal, and the one way in which a text is read as one. Options, metadata, properties, settings and environment variables
/// all come here, so that a text means the same number everywhere: a point before the decimals, no separators between digits, and in no case what the culture of a machine
/// makes of it. To a reader that lets separators pass, <c>2,0</c> is 20.
/// </summary>
/// <param name="legal">What is legal, to follow "Give".</param>
/// <param name="isLegal">Whether a finite number is.</param>
internal sealed class LegalNumber<T>(string legal, Predicate<T> isLegal)
    where T : struct, INumber<T>
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    private static readonly NumberStyles Style =
        typeof(T) == typeof(int) ? Whole : Whole | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>What is legal, to follow "Give".</summary>
    public string Legal => legal;

    /// <summary>The same for whoever types a number.</summary>
    public string Usage => $"{legal}: a point before decimals, and no separators between digits";

    /// <summary>The same for whoever types several.</summary>
    /// <param name="example">Some that are legal.</param>
    public string UsageOfList(string example) => $"numbers with commas between them, such as {example}; each is {legal}";

    /// <summary>Whether a number is finite and in its range.</summary>
    /// <param name="number">The number.</param>
    public bool Allows(T number) => T.IsFinite(number) && isLegal(number);

    /// <summary>Reads a text.</summary>
    /// <param name="text">What a person wrote.</param>
    /// <returns>The number, or <see langword="null"/> if the text is none, or none that is legal.</returns>
    public T? Read(string text) => T.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) && Allows(number) ? number : null;

    /// <summary>Reads numbers with commas between them.</summary>
    /// <param name="text">What a person wrote.</param>
    /// <returns>The numbers, at least one; or <see langword="null"/> if one of them is none, or none that is legal.</returns>
    public T[]? ReadList(string text)
    {
        T?[] numbers = [.. text.Split(',').Select(Read)];
        return numbers.Contains(null) ? null : Array.ConvertAll(numbers, number => number!.Value);
    }

    /// <summary>Checks a number that came as one, and not as a text.</summary>
    /// <param name="number">The number.</param>
    /// <param name="name">What it is called.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0040</c>: it is out of its range.</exception>
    public void Require(T number, string name)
    {
        if (!Allows(number))
            throw Errors.OptionOutOfRange(name, number.ToString(null, CultureInfo.InvariantCulture), legal);
    }
}

/// <summary>Every number that a person writes, with its legal range: the same for whoever asks for it.</summary>
internal static class LegalNumbers
{
    /// <summary>An anomaly index, in median absolute deviations.</summary>
    public static LegalNumber<double> Threshold { get; } = new("a number above 0, such as 2.0", number => number > 0);

    /// <summary>A share of something.</summary>
    public static LegalNumber<double> Fraction { get; } = new("a fraction from 0 to 1, such as 0.5", number => number is >= 0 and <= 1);

    /// <summary>A share of something that is there.</summary>
    public static LegalNumber<double> PositiveFraction { get; } = new("a fraction above 0, up to 1, such as 0.3", number => number is > 0 and <= 1);

    /// <summary>A share of clean inputs that are rejected.</summary>
    public static LegalNumber<double> FalsePositiveRate { get; } = new("a fraction above 0, up to 0.5, such as 0.05", number => number is > 0 and <= 0.5);

    /// <summary>A step size.</summary>
    public static LegalNumber<double> LearningRate { get; } = new("a number above 0, such as 0.0005", number => number > 0);

    /// <summary>A distance from a mean, in standard deviations.</summary>
    public static LegalNumber<double> Deviations { get; } = new("a number of standard deviations above 0, such as 3", number => number > 0);

    /// <summary>A time, in seconds. A year is longer than any scan, and the limit of what clocks are asked to count.</summary>
    public static LegalNumber<double> Seconds { get; } =
        new("a number of seconds above 0, at most a year, such as 600", number => number > 0 && number <= TimeSpan.FromDays(366).TotalSeconds);

    /// <summary>What is subtracted from a channel.</summary>
    public static LegalNumber<double> Mean { get; } = new("numbers, such as 0.485,0.456,0.406", _ => true);

    /// <summary>What a channel is divided by.</summary>
    public static LegalNumber<double> StandardDeviation { get; } = new("positive numbers, as many as means, such as 0.229,0.224,0.225", number => number > 0);

    /// <summary>The value of a pixel.</summary>
    public static LegalNumber<float> Pixel { get; } = new("a number, such as 255", _ => true);

    /// <summary>The seed of random choices.</summary>
    public static LegalNumber<int> Seed { get; } = new("a whole number, such as 0", _ => true);

    /// <summary>A label, counted from 0.</summary>
    public static LegalNumber<int> Label { get; } = new("a label, a whole number from 0 on, such as 7", number => number >= 0);

    /// <summary>How many of something there are, at least one.</summary>
    public static LegalNumber<int> Count { get; } = new("a whole number of at least 1", number => number >= 1);

    /// <summary>How many samples are used.</summary>
    public static LegalNumber<int> Samples { get; } =
        new($"a whole number of at least {ScanOptions.MinimumSampleCount}", number => number >= ScanOptions.MinimumSampleCount);

    /// <summary>The side of a patch, or of an image, in pixels.</summary>
    public static LegalNumber<int> Side { get; } = new("the side of a patch in pixels, a whole number from 1 on, such as 4", number => number >= 1);
}
