using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelAssert;

internal sealed class PixelRangeJsonConverter : JsonConverter<PixelRange>
{
    public override PixelRange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        PixelRange.TryParse(reader.GetString() ?? "", out var range)
            ? range
            : throw new JsonException("A pixel range is written as two numbers, such as \"0..255\".");

    public override void Write(Utf8JsonWriter writer, PixelRange value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
