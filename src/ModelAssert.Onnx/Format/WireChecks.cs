using System.Text;
using System.Text.Unicode;

namespace ModelAssert.Onnx.Format;

/// <summary>
/// The bytes of a model mean one thing, whoever reads them. Where a field stands twice, readers of protobuf take the last, or put both together; a field that one
/// reader does not know is passed over by it, and means something to another. What was scanned would not be what runs.
/// </summary>
internal static class WireChecks
{
    /// <summary>As deep as readers of protobuf follow messages in messages.</summary>
    private const int DeepestMessage = 100;

    /// <summary>Looks at every field of a model, in all its messages. Values are not copied, and lists of numbers not looked into.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="file">Its bytes.</param>
    /// <exception cref="ModelAssertException">
    /// <c>MODELASSERT0017</c>: a field that the format does not have, one that stands twice, one whose value is no value of it, or a message that ends early.
    /// </exception>
    public static void RequireOneMeaning(string path, ReadOnlySpan<byte> file)
    {
        if (FirstMistake(WireSchema.Model, file, DeepestMessage) is { } mistake)
            throw OnnxErrors.Ambiguous(path, mistake);
    }

    private static string? FirstMistake(WireSchema schema, ReadOnlySpan<byte> message, int depth)
    {
        if (depth == 0)
            return $"messages lie deeper in each other than {DeepestMessage}";

        var rest = message;
        var seen = 0UL;
        while (!rest.IsEmpty)
        {
            var mistake = FirstMistakeOfField(schema, ref rest, ref seen, depth);
            if (mistake is not null)
                return Place(schema, message) + mistake;
        }

        return null;
    }

    private static string? FirstMistakeOfField(WireSchema schema, ref ReadOnlySpan<byte> rest, ref ulong seen, int depth)
    {
        if (!WireReader.TryReadVarint(ref rest, out var tag))
            return "its bytes end within a field";
        var wireType = (int)(tag & 7);
        if (schema.Find(tag >> 3) is not { } field)
            return $"a field {tag >> 3} stands in {schema.Name}, which the format does not have: another reader might understand it";
        if (wireType != field.WireType && !(field.MayBePacked && wireType == WireReader.Block))
            return $"the field '{field.Name}' is written as no reader expects it";
        if ((seen & field.Once) != 0)
            return $"the field '{field.Name}' stands twice, or beside one that excludes it: some readers take the last, some put them together";
        seen |= field.Once;

        var length = 0UL;
        switch (wireType)
        {
            case WireReader.Varint:
                if (!WireReader.TryReadVarint(ref rest, out var value))
                    return $"its bytes end within the field '{field.Name}'";
                return field.Takes(value) ? null : $"the field '{field.Name}' is {(long)value}, which is no value of it";
            case WireReader.Block:
                if (!WireReader.TryReadVarint(ref rest, out length))
                    return $"its bytes end within the field '{field.Name}'";
                break;
            default:
                length = wireType == WireReader.Fixed32 ? 4UL : 8UL;
                break;
        }

        if (length > (ulong)rest.Length)
            return $"its bytes end within the field '{field.Name}'";
        var content = rest[..(int)length];
        rest = rest[(int)length..];
        if (field.Message is { } inner)
            return FirstMistake(inner, content, depth - 1);
        return field.IsText && !Utf8.IsValid(content) ? $"the text in the field '{field.Name}' is no UTF-8" : null;
    }

    /// <summary>What a person calls a message, where a mistake was found in it.</summary>
    private static string Place(WireSchema schema, ReadOnlySpan<byte> message)
    {
        var kind = schema.Name switch
        {
            nameof(TensorProto) => "tensor",
            nameof(NodeProto) => "node",
            nameof(AttributeProto) => "attribute",
            nameof(GraphProto) => "graph",
            nameof(FunctionProto) => "function",
            nameof(ValueInfoProto) => "value",
            _ => null,
        };
        if (kind is null)
            return "";

        // A node without a name is called by what it writes.
        var name = FirstText(schema, message, "name") is { Length: > 0 } own ? own : FirstText(schema, message, "output") ?? "";
        return $"in the {kind} '{name}', ";
    }

    private static string? FirstText(WireSchema schema, ReadOnlySpan<byte> message, string name)
    {
        while (!message.IsEmpty && WireReader.TryReadVarint(ref message, out var tag))
        {
            var length = 0UL;
            if ((tag & 7) == WireReader.Varint ? !WireReader.TryReadVarint(ref message, out _) : (tag & 7) == WireReader.Block && !WireReader.TryReadVarint(ref message, out length))
                return null;
            length = (tag & 7) switch { WireReader.Fixed32 => 4, WireReader.Fixed64 => 8, _ => length };
            if (length > (ulong)message.Length)
                return null;
            if ((tag & 7) == WireReader.Block && schema.Find(tag >> 3) is { IsText: true } field && field.Name == name)
                return Encoding.UTF8.GetString(message[..(int)length]);
            message = message[(int)length..];
        }

        return null;
    }
}
