using System.Globalization;

namespace ModelAssert.Onnx.Format;

/// <summary>Where a tensor lies in another file, as the model says. It may say it in one way only: readers that look for something else would find something else.</summary>
/// <param name="Location">The file, by its path in the model's folder.</param>
/// <param name="Offset">Where the tensor begins, in bytes.</param>
/// <param name="Length">How long it is, in bytes; <see langword="null"/> for the rest of the file.</param>
/// <param name="Checksum">The SHA-1 of the whole file, in hexadecimal, if it is stated.</param>
internal sealed record ExternalPlace(string Location, long Offset, long? Length, string? Checksum)
{
    private const int Sha1Digits = 40;

    private static readonly string[] Keys = ["location", "offset", "length", "checksum"];

    /// <summary>Reads it.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0017</c>.</exception>
    public static ExternalPlace Of(string path, TensorProto tensor)
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in tensor.ExternalData)
        {
            // ONNX Runtime keeps weights that it has rearranged under keys of its own, and takes those instead.
            if (!Keys.Contains(entry.Key))
                throw OnnxErrors.Ambiguous(path, $"the tensor '{tensor.Name}' says '{entry.Key}' of its data in another file, which the format does not have");
            if (!said.TryAdd(entry.Key, entry.Value))
                throw OnnxErrors.Ambiguous(path, $"the tensor '{tensor.Name}' states its {entry.Key} twice");
        }

        if (said.TryGetValue("checksum", out var checksum) && !(checksum.Length == Sha1Digits && checksum.All(char.IsAsciiHexDigit)))
            throw OnnxErrors.Malformed(path, $"the checksum of the tensor '{tensor.Name}' is '{checksum}', which is no SHA-1");
        return new ExternalPlace(RequireFile(path, tensor, said.GetValueOrDefault("location") ?? ""), Number("offset") ?? 0, Number("length"), checksum);

        // As it is written by everyone: what has blanks, signs or zeros in front of it is another number to some.
        long? Number(string key) => !said.TryGetValue(key, out var text)
            ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && text == number.ToString(CultureInfo.InvariantCulture)
                ? number
                : throw OnnxErrors.Malformed(path, $"the {key} of the tensor '{tensor.Name}' is '{text}'");
    }

    /// <summary>A star begins the names by which ONNX Runtime means its own memory.</summary>
    private static string RequireFile(string path, TensorProto tensor, string location) => location.StartsWith('*')
        ? throw OnnxErrors.Ambiguous(path, $"the tensor '{tensor.Name}' lies in '{location}', which is a file to some readers and memory to others")
        : location;
}
