using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace ModelAssert.Filtering;

/// <summary>What a filter file says of itself, read and held against what is in it. The file is untrusted.</summary>
/// <param name="Input">The name of the input.</param>
/// <param name="InputType">What the input takes: float32, float16 or float64.</param>
/// <param name="Shape">The shape of one image as the input takes it.</param>
/// <param name="OneByOne">Whether it takes one image at a time only.</param>
/// <param name="Output">The name of the output with one value per label.</param>
/// <param name="Labels">How many labels there are.</param>
/// <param name="InfectedLabels">The labels whose triggers are told.</param>
/// <param name="Score">The name of the score.</param>
/// <param name="Threshold">The threshold.</param>
/// <param name="FalsePositiveRate">The rate that it was calibrated for.</param>
/// <param name="SafeLabel">The label for rejected images.</param>
internal sealed record FilterFile(
    string Input, TensorElementType InputType, long[] Shape, bool OneByOne, string Output, int Labels, IReadOnlyList<int> InfectedLabels, string Score, float Threshold, double FalsePositiveRate,
    int? SafeLabel)
{
    /// <summary>The values of the largest image that is read, as when it was scanned.</summary>
    private const long LargestVolume = 1L << 24;

    private static readonly TensorElementType[] FloatingPoint = [TensorElementType.Float, TensorElementType.Float16, TensorElementType.Double];

    /// <summary>How many values one image has.</summary>
    public int Volume => (int)(Shape[0] * Shape[1] * Shape[2]);

    /// <summary>Reads it.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="session">The file, loaded.</param>
    /// <exception cref="BackdoorFilterException">It is no filter.</exception>
    public static FilterFile Of(string path, InferenceSession session)
    {
        var metadata = session.ModelMetadata.CustomMetadataMap;
        if (!metadata.TryGetValue(FilterMetadata.Version, out var version))
            throw BackdoorFilterException.NoFilter(path, "it is a model without a score");
        if (version != FilterMetadata.CurrentVersion)
            throw BackdoorFilterException.NoFilter(path, $"its version is '{version}', and this package reads {FilterMetadata.CurrentVersion}");

        var shape = Numbers(FilterMetadata.Shape, sizes => sizes.Length is >= 1 and <= 3 && sizes.All(size => size > 0) && sizes.Aggregate(1.0, (product, size) => product * size) <= LargestVolume);
        var labels = Number(FilterMetadata.Labels, count => count > 1);
        var input = Named(FilterMetadata.Input, session.InputMetadata);
        if (!FloatingPoint.Contains(session.InputMetadata[input].ElementDataType))
            throw Illegal(FilterMetadata.Input, input);
        return new FilterFile(
            input, session.InputMetadata[input].ElementDataType, [.. shape.Select(size => (long)size)], Text(FilterMetadata.Batch) == FilterMetadata.OneByOne,
            Named(FilterMetadata.Output, session.OutputMetadata), labels, Numbers(FilterMetadata.InfectedLabels, infected => infected.All(label => label >= 0 && label < labels)),
            Named(FilterMetadata.Score, session.OutputMetadata), Real(FilterMetadata.Threshold, float.IsFinite), Real(FilterMetadata.FalsePositiveRate, rate => rate is > 0 and < 1),
            metadata.ContainsKey(FilterMetadata.SafeLabel) ? Number(FilterMetadata.SafeLabel, label => label >= 0 && label < labels) : null);

        string Text(string key) => metadata.TryGetValue(key, out var value) ? value : throw BackdoorFilterException.NoFilter(path, $"it does not say '{key}'");

        string Named(string key, IReadOnlyDictionary<string, NodeMetadata> values) => values.TryGetValue(Text(key), out var value) && value.IsTensor ? Text(key) : throw Illegal(key, Text(key));

        int Number(string key, Predicate<int> isLegal) => Numbers(key, numbers => numbers.Length == 1 && isLegal(numbers[0]))[0];

        int[] Numbers(string key, Predicate<int[]> areLegal)
        {
            var numbers = new List<int>();
            foreach (var word in Text(key).Split(','))
                numbers.Add(int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Illegal(key, Text(key)));
            return areLegal([.. numbers]) ? [.. numbers] : throw Illegal(key, Text(key));
        }

        float Real(string key, Predicate<float> isLegal) =>
            float.TryParse(Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && isLegal(number) ? number : throw Illegal(key, Text(key));

        BackdoorFilterException Illegal(string key, string value) => BackdoorFilterException.NoFilter(path, $"it says that '{key}' is '{value}'");
    }
}
