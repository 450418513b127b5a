using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelAssert;

/// <summary>A value that JSON carries as the text in which people write it.</summary>
/// <param name="parse">Reads the text; <see langword="null"/> if it is none.</param>
/// <param name="form">How the text looks, for errors.</param>
internal abstract class TextJsonConverter<T>(Func<string, T?> parse, string form) : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (reader.TokenType == JsonTokenType.String ? parse(reader.GetString()!) : null) ?? throw new JsonException($"It is written as {form}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

internal sealed class PixelRangeJsonConverter()
    : TextJsonConverter<PixelRange>(text => PixelRange.TryParse(text, out var range) ? range : null, "two numbers, the smaller first, such as \"0..255\"");

internal sealed class ImageShapeJsonConverter()
    : TextJsonConverter<ImageShape>(text => ImageShape.TryParse(text, out var shape) ? shape : null, "channels x height x width, such as \"3x32x32\"");
