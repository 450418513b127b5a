using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelAssert;

/// <summary>
/// What a model file cannot say of itself, from a small JSON file beside it: <c>signs.pt.modelassert.json</c>. Everything in it may be left out. What a request
/// states (<see cref="ScanOptions.Description"/>) wins over it, member by member.
/// </summary>
public sealed record ModelDescription
{
    /// <summary>What is appended to the model's file name.</summary>
    public const string FileExtension = ".modelassert.json";

    /// <summary>The version of the schema that this class reads.</summary>
    public const int CurrentSchemaVersion = 1;

    // A misspelt name must not be taken for a value that was left out: the scan would be of another function.
    private static readonly JsonSerializerOptions Strict = new(JsonFormat.File)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>The version of the file's schema.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The shape of one image, where the file does not state it: TorchScript never does, ONNX may leave height and width open.</summary>
    public ImageShape? InputShape { get; init; }

    /// <summary>The order of an image's values. Left out, ONNX shows it by its sizes, and TorchScript takes channels first.</summary>
    public InputLayout? InputLayout { get; init; }

    /// <summary>
    /// The pixel range that the model expects, before <see cref="Mean"/> and <see cref="StandardDeviation"/>. Left out, it is found by accuracy on the samples; and with it, where nothing is said
    /// of them, mean, deviation and the order of the channels.
    /// </summary>
    public PixelRange? InputRange { get; init; }

    /// <summary>
    /// What is subtracted from each channel, in units of <see cref="InputRange"/>: one value, or one for each channel in the order in which the model takes them. With
    /// <see cref="StandardDeviation"/>.
    /// </summary>
    public IReadOnlyList<double>? Mean { get; init; }

    /// <summary>What each channel is divided by after that, positive.</summary>
    public IReadOnlyList<double>? StandardDeviation { get; init; }

    /// <summary>The order in which the model takes the colours of an image; samples have red first.</summary>
    public ChannelOrder? ChannelOrder { get; init; }

    /// <summary>What the labels are called, from label 0 on. Each is one line of plain text, of at most 100 characters; what else a name holds is taken out when it is set.</summary>
    public IReadOnlyList<string>? LabelNames
    {
        get;
        // A null among them is a mistake that is named later.
        init => field = value is null ? null : [.. value.Select(name => name is null ? name! : PlainText.Name(name))];
    }

    /// <summary>The name of the output with one value per label, where an ONNX model has several: the one that is read by the program that uses the model.</summary>
    public string? OutputName { get; init; }

    /// <summary>What the output means. Left out, it is recognised.</summary>
    public OutputKind? OutputKind { get; init; }

    /// <summary>The clean samples with which the model is scanned if a request names none: a path in the model's own folder.</summary>
    public string? CleanSamples { get; init; }

    /// <summary>Whether nothing is said.</summary>
    [JsonIgnore]
    public bool IsEmpty => this == new ModelDescription();

    /// <summary>What changes the function that is scanned, and nothing else: names, samples, and the preprocessing, which a scan records by itself, stated or found, are left out.</summary>
    [JsonIgnore]
    public ModelDescription OfFunction => this with
    {
        InputRange = null,
        Mean = null,
        StandardDeviation = null,
        ChannelOrder = null,
        LabelNames = null,
        CleanSamples = null,
    };

    /// <summary>Reads the description beside a model.</summary>
    /// <param name="modelPath">The model file.</param>
    /// <returns>The description, or <see langword="null"/> if there is none.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0019</c>: there is one that cannot be understood.</exception>
    public static ModelDescription? Beside(string modelPath)
    {
        var path = modelPath + FileExtension;
        try
        {
            if (!File.Exists(path))
                return null;
            var description = JsonSerializer.Deserialize<ModelDescription>(File.ReadAllText(path), Strict) ?? throw new JsonException("it is null");
            return description.FirstMistake() is { } mistake ? throw new JsonException(mistake) : description;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Errors.DescriptionIllegal(path, e.Message, e);
        }
    }

    /// <summary>The clean samples that the description beside a model names.</summary>
    /// <param name="modelPath">The model file.</param>
    /// <returns>The full path, or <see langword="null"/> if none are named.</returns>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0019</c>: the description cannot be understood, or its samples lie outside of the model's folder.</exception>
    public static string? SamplesOf(string modelPath)
    {
        if (Beside(modelPath)?.CleanSamples is not { } samples)
            return null;

        // A model that was downloaded must not choose what else is read.
        var (path, outside) = new ClosedFolder(Path.GetDirectoryName(Path.GetFullPath(modelPath))!).Find(samples);
        return path ?? throw Errors.DescriptionIllegal(modelPath + FileExtension, $"cleanSamples '{samples}' is not in the model's folder: {outside}");
    }

    /// <summary>What this says, and what another says where this says nothing.</summary>
    /// <param name="other">The other, or <see langword="null"/>.</param>
    /// <returns>Both in one.</returns>
    public ModelDescription Over(ModelDescription? other) => other is null ? this : new ModelDescription
    {
        InputShape = InputShape ?? other.InputShape,
        InputLayout = InputLayout ?? other.InputLayout,
        InputRange = InputRange ?? other.InputRange,
        Mean = Mean ?? other.Mean,
        StandardDeviation = StandardDeviation ?? other.StandardDeviation,
        ChannelOrder = ChannelOrder ?? other.ChannelOrder,
        LabelNames = LabelNames ?? other.LabelNames,
        OutputName = OutputName ?? other.OutputName,
        OutputKind = OutputKind ?? other.OutputKind,
        CleanSamples = CleanSamples ?? other.CleanSamples,
    };

    /// <summary>The content of the file.</summary>
    /// <returns>Indented JSON that ends with a line feed.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, JsonFormat.File) + "\n";

    /// <summary>What is wrong with it, if anything is.</summary>
    internal string? FirstMistake()
    {
        if (SchemaVersion != CurrentSchemaVersion)
            return $"it has schema version {SchemaVersion}, this version reads {CurrentSchemaVersion}";
        if (InputShape is { } shape && !ImageShape.TryParse(shape.ToString(), out _))
            return $"inputShape is '{shape}'; a size is a positive whole number, and the image must fit into an array";
        if (InputRange is { } range && !PixelRange.TryParse(range.ToString(), out _))
            return $"inputRange is '{range}'; it is two finite numbers, the smaller first";
        if (Mean is null != StandardDeviation is null || Mean?.Count != StandardDeviation?.Count)
            return "mean and standardDeviation need each other, with as many values";
        if (StandardDeviation?.All(LegalNumbers.StandardDeviation.Allows) == false || Mean?.All(LegalNumbers.Mean.Allows) == false)
            return "mean must be finite, and standardDeviation positive";
        if (ChannelOrder is { } order && !Enum.IsDefined(order))
            return "channelOrder is neither rgb nor bgr";
        return LabelNames?.Any(name => name is null) == true ? "a label name is null" : null;
    }
}
