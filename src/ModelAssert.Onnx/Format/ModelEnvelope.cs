namespace ModelAssert.Onnx.Format;

/// <summary>The outermost layer of a model file, as far as it tells a whole model from a part of one and from something else.</summary>
internal enum ModelEnvelope
{
    /// <summary>Something else.</summary>
    Foreign,

    /// <summary>The beginning of a model.</summary>
    EndsEarly,

    /// <summary>A model, from outside.</summary>
    Whole,
}

/// <summary>Reads envelopes, field by field, without looking inside.</summary>
internal static class EnvelopeReader
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;

    /// <summary>
    /// Every writer of protobuf writes fields by number, so a model begins with its format version, field 1. Text, zip, pickle, HDF5 and TFLite files
    /// do not.
    /// </summary>
    private const int FormatVersionTag = (1 << 3) | Varint;

    public static ModelEnvelope Inspect(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty || file[0] != FormatVersionTag)
            return ModelEnvelope.Foreign;

        while (!file.IsEmpty)
        {
            if (!TryReadVarint(ref file, out var tag) || !TryReadVarint(ref file, out var value))
                return ModelEnvelope.EndsEarly;

            // The fields of a model are all numbers or blocks with a length.
            if ((tag & 7) is not (Varint or LengthDelimited) || tag >> 3 is 0)
                return ModelEnvelope.Foreign;
            if ((tag & 7) is Varint)
                continue;
            if (value > (ulong)file.Length)
                return ModelEnvelope.EndsEarly;
            file = file[(int)value..];
        }

        return ModelEnvelope.Whole;
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < bytes.Length && i < 10; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] >= 0x80)
                continue;
            bytes = bytes[(i + 1)..];
            return true;
        }

        return false;
    }
}
