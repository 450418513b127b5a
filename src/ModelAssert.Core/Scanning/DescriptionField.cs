using System.Globalization;

namespace ModelAssert;

/// <summary>
/// A member of a <see cref="ModelDescription"/> as one word of text: how the metadata of an item, and an option of the command, say the same as the file.
/// </summary>
internal sealed class DescriptionField
{
    private readonly Func<ModelDescription, string?> read;
    private readonly Func<ModelDescription, string, ModelDescription?> write;

    private DescriptionField(
        string name, string meaning, string legal, Func<ModelDescription, string?> read, Func<ModelDescription, string, ModelDescription?> write)
    {
        (Name, Meaning, Legal) = (name, meaning, legal);
        (this.read, this.write) = (read, write);
    }

    /// <summary>Every field, in the order of the members.</summary>
    public static IReadOnlyList<DescriptionField> All { get; } =
    [
        new(nameof(ModelDescription.InputShape), "The shape of one image, where the model file leaves it open", "channels x height x width, such as 3x32x32",
            model => model.InputShape?.ToString(),
            (model, text) => ImageShape.TryParse(text, out var shape) ? model with { InputShape = shape } : null),
        new(nameof(ModelDescription.InputLayout), "The order of an image's values", "'nchw' or 'nhwc'",
            model => WordOf(model.InputLayout),
            (model, text) => Enumerated<InputLayout>(text) is { } layout ? model with { InputLayout = layout } : null),
        new(nameof(ModelDescription.InputRange), "The pixel range the model expects", "two numbers, the smaller first, such as 0..255",
            model => model.InputRange?.ToString(),
            (model, text) => PixelRange.TryParse(text, out var range) ? model with { InputRange = range } : null),
        new(nameof(ModelDescription.Mean), "What is subtracted from each channel, in units of the pixel range", LegalNumbers.Mean.Legal,
            model => TextOf(model.Mean),
            (model, text) => LegalNumbers.Mean.ReadList(text) is { } mean ? model with { Mean = mean } : null),
        new(nameof(ModelDescription.StandardDeviation), "What each channel is divided by after that", LegalNumbers.StandardDeviation.Legal,
            model => TextOf(model.StandardDeviation),
            (model, text) => LegalNumbers.StandardDeviation.ReadList(text) is { } deviation ? model with { StandardDeviation = deviation } : null),
        new(nameof(ModelDescription.ChannelOrder), "The order in which the model takes the colours of an image", "'rgb' or 'bgr'",
            model => WordOf(model.ChannelOrder),
            (model, text) => Enumerated<ChannelOrder>(text) is { } order ? model with { ChannelOrder = order } : null),
        new(nameof(ModelDescription.LabelNames), "What the labels are called, from label 0 on", "names with commas between them, such as stop,yield",
            model => model.LabelNames is { } names ? string.Join(',', names) : null,
            (model, text) => model with { LabelNames = text.Split(',', StringSplitOptions.TrimEntries) }),
        new(nameof(ModelDescription.OutputName), "The output with one value per label, where an ONNX model has several", "the name of an output",
            model => model.OutputName,
            (model, text) => model with { OutputName = text }),
        new(nameof(ModelDescription.OutputKind), "What the output means, where it is not recognised", "'logits' or 'probabilities'",
            model => WordOf(model.OutputKind),
            (model, text) => Enumerated<OutputKind>(text) is { } kind ? model with { OutputKind = kind } : null),
    ];

    /// <summary>The member's name, such as <c>InputShape</c>.</summary>
    public string Name { get; }

    /// <summary>What it says of the model, a sentence without its full stop.</summary>
    public string Meaning { get; }

    /// <summary>What a text must be.</summary>
    public string Legal { get; }

    /// <summary>The description that some texts make, each by the name of its member; other names are not looked at.</summary>
    /// <param name="model">The model file, for errors.</param>
    /// <param name="texts">The texts.</param>
    /// <returns>The description, or <see langword="null"/> if no member is among the names.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0041</c>: a text is not legal.</exception>
    public static ModelDescription? Describe(string? model, IReadOnlyDictionary<string, string> texts)
    {
        ModelDescription? description = null;
        foreach (var field in All)
        {
            if (texts.TryGetValue(field.Name, out var text))
                description = field.Put(description ?? new ModelDescription(), text) ?? throw Errors.DeclarationIllegal(model ?? "", field.Name, text, field.Legal);
        }

        return description;
    }

    /// <summary>The member as text.</summary>
    /// <param name="description">The description.</param>
    /// <returns>The text, or <see langword="null"/> if the member is left out.</returns>
    public string? TextIn(ModelDescription description) => read(description);

    /// <summary>Puts the member in from a text.</summary>
    /// <param name="description">The description.</param>
    /// <param name="text">The text.</param>
    /// <returns>The description with it, or <see langword="null"/> if the text is not legal.</returns>
    public ModelDescription? Put(ModelDescription description, string text) => write(description, text);

    private static string? WordOf<T>(T? value)
        where T : struct, Enum => value?.ToString().ToLowerInvariant();

    private static T? Enumerated<T>(string text)
        where T : struct, Enum => Word.Find<T>(text, value => WordOf<T>(value)!);

    private static string? TextOf(IEnumerable<double>? values) =>
        values is null ? null : string.Join(',', values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
}
