using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelAssert;

/// <summary>
/// What becomes of a picture before a network sees it: its channels in the network's order, its pixels in the network's range, and <c>(x − mean) / deviation</c> for each channel after that.
/// Two are equal if they do the same, whatever they are called.
/// </summary>
internal sealed record Preprocessing
{
    /// <summary>The pixel range that the model expects, before <see cref="Mean"/> and <see cref="StandardDeviation"/>.</summary>
    public PixelRange InputRange { get; init; } = PixelRange.Unit;

    /// <summary>What is subtracted from each channel, in units of <see cref="InputRange"/> and in the order of <see cref="ChannelOrder"/>: one value, or one for each channel.</summary>
    public IReadOnlyList<double>? Mean { get; init; }

    /// <summary>What each channel is divided by after that, positive; as many as <see cref="Mean"/>.</summary>
    public IReadOnlyList<double>? StandardDeviation { get; init; }

    /// <summary>The order in which the network takes the channels.</summary>
    public ChannelOrder ChannelOrder { get; init; }

    /// <summary>Whose mean and deviation they are, where they are known ones: <c>ImageNet</c>.</summary>
    public string? Origin { get; init; }

    /// <summary>What it is called in sentences and reports: <c>0..1, normalised as for ImageNet, BGR</c>.</summary>
    public string Name => string.Join(", ", Parts());

    /// <summary>The options of the command that state it: <c>--input-range 0..1 --mean 0.1307 --standard-deviation 0.3081</c>.</summary>
    [JsonIgnore]
    public string CommandOptions
    {
        get
        {
            var stated = StateIn(null);
            return string.Join(' ', DescriptionField.All.Where(member => member.TextIn(stated) is not null)
                .Select(member => $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(member.Name)} {member.TextIn(stated)}"));
        }
    }

    /// <summary>What a description states, in a pixel range.</summary>
    /// <param name="description">The description, or <see langword="null"/>.</param>
    /// <param name="range">The pixel range.</param>
    internal static Preprocessing Of(ModelDescription? description, PixelRange range) => new()
    {
        InputRange = range,
        Mean = description?.Mean,
        StandardDeviation = description?.StandardDeviation,
        ChannelOrder = description?.ChannelOrder ?? ChannelOrder.Rgb,
    };

    /// <summary>A description that states it, so that it is not looked for again.</summary>
    /// <param name="description">What is known of the model besides, or <see langword="null"/>.</param>
    public ModelDescription StateIn(ModelDescription? description) => (description ?? new ModelDescription()) with
    {
        InputRange = InputRange,
        Mean = Mean,
        StandardDeviation = StandardDeviation,
        ChannelOrder = ChannelOrder == ChannelOrder.Bgr ? ChannelOrder.Bgr : description?.ChannelOrder,
    };

    /// <summary>A pixel range and nothing else.</summary>
    /// <param name="range">The range.</param>
    public static implicit operator Preprocessing(PixelRange range) => new() { InputRange = range };

    /// <inheritdoc />
    public bool Equals(Preprocessing? other) => other is not null && Function() == other.Function();

    /// <inheritdoc />
    public override int GetHashCode() => Function().GetHashCode(StringComparison.Ordinal);

    /// <summary>Everything that decides what it does, as one line of text.</summary>
    /// <returns>The options that state it.</returns>
    public override string ToString() => Function();

    private string Function() => CommandOptions;

    private IEnumerable<string> Parts()
    {
        yield return InputRange.ToString();
        if (Origin is { } origin)
            yield return $"normalised as for {origin}";
        else if (Mean is { } mean && StandardDeviation is { } deviation)
            yield return FormattableString.Invariant($"mean {string.Join(' ', mean)}, standard deviation {string.Join(' ', deviation)}");
        if (ChannelOrder == ChannelOrder.Bgr)
            yield return "BGR";
    }
}
