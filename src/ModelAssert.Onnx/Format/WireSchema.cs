using Google.Protobuf.Reflection;

namespace ModelAssert.Onnx.Format;

/// <summary>One kind of message of the format, as its bytes are laid out: <c>onnx.proto</c> in a form that is quick to look up.</summary>
internal sealed class WireSchema
{
    private static readonly Dictionary<string, WireSchema> Known = [];

    private readonly WireField?[] fields;

    private WireSchema(MessageDescriptor message)
    {
        Known[message.FullName] = this;
        Name = message.Name;
        fields = new WireField?[message.Fields.InDeclarationOrder().Max(field => field.FieldNumber) + 1];
        foreach (var field in message.Fields.InDeclarationOrder())
            fields[field.FieldNumber] = new WireField(field, field.FieldType == FieldType.Message ? Of(field.MessageType) : null);
    }

    /// <summary>The outermost message of a file.</summary>
    public static WireSchema Model { get; } = Of(ModelProto.Descriptor);

    /// <summary>What the format calls it.</summary>
    public string Name { get; }

    /// <summary>The field with a number, or <see langword="null"/> if the format has none.</summary>
    public WireField? Find(ulong number) => number < (ulong)fields.Length ? fields[number] : null;

    // Graphs hold nodes that hold graphs: a message is known by its name before its fields are.
    private static WireSchema Of(MessageDescriptor message) => Known.GetValueOrDefault(message.FullName) ?? new WireSchema(message);
}

/// <summary>One field of a message.</summary>
internal sealed class WireField
{
    private readonly FieldType type;
    private readonly HashSet<long>? values;

    public WireField(FieldDescriptor field, WireSchema? message)
    {
        type = field.FieldType;
        Name = field.Name;
        Message = message;
        values = field.FieldType == FieldType.Enum ? [.. field.EnumType.Values.Select(value => (long)value.Number)] : null;
        WireType = type switch
        {
            FieldType.Message or FieldType.String or FieldType.Bytes => WireReader.Block,
            FieldType.Float => WireReader.Fixed32,
            FieldType.Double => WireReader.Fixed64,
            _ => WireReader.Varint,
        };
        MayBePacked = field.IsRepeated && WireType != WireReader.Block;

        // No field of the format has a number beyond 63. Of several fields of which one may be there, each stands for all.
        Once = field.IsRepeated ? 0
            : field.RealContainingOneof is { } choice ? choice.Fields.Aggregate(0UL, (bits, other) => bits | (1UL << other.FieldNumber))
            : 1UL << field.FieldNumber;
    }

    /// <summary>What the format calls it.</summary>
    public string Name { get; }

    /// <summary>The message that it holds, if it holds one.</summary>
    public WireSchema? Message { get; }

    /// <summary>How its value is written.</summary>
    public int WireType { get; }

    /// <summary>Whether many values may be written as one block.</summary>
    public bool MayBePacked { get; }

    /// <summary>Whether it holds text.</summary>
    public bool IsText => type == FieldType.String;

    /// <summary>One bit for each field of which its message may have one; none for a list.</summary>
    public ulong Once { get; }

    /// <summary>Whether a number can be a value of it. Readers cut off what does not fit, or pass a word over that they do not know.</summary>
    public bool Takes(ulong value) => type switch
    {
        FieldType.Int32 => (long)value is >= int.MinValue and <= int.MaxValue,
        FieldType.Enum => values!.Contains((long)value),
        _ => true,
    };
}
