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
    /// <summary>
    /// Every writer of protobuf writes fields by number, so a model begins with its format version, field 1. Text, zip, pickle, HDF5 and TFLite files
    /// do not.
    /// </summary>
    private const int FormatVersionTag = (1 << 3) | WireReader.Varint;

    public static ModelEnvelope Inspect(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty || file[0] != FormatVersionTag)
            return ModelEnvelope.Foreign;

        while (!file.IsEmpty)
        {
            if (!WireReader.TryReadVarint(ref file, out var tag) || !WireReader.TryReadVarint(ref file, out var value))
                return ModelEnvelope.EndsEarly;

            // The fields of a model are all numbers or blocks with a length.
            if ((tag & 7) is not (WireReader.Varint or WireReader.Block) || tag >> 3 is 0)
                return ModelEnvelope.Foreign;
            if ((tag & 7) is WireReader.Varint)
                continue;
            if (value > (ulong)file.Length)
                return ModelEnvelope.EndsEarly;
            file = file[(int)value..];
        }

        return ModelEnvelope.Whole;
    }
}
