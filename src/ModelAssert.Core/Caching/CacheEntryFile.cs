using System.IO.Compression;
using System.Security.Cryptography;
using ModelAssert.Arrays;

namespace ModelAssert.Caching;

/// <summary>
/// The content of one entry's file: an <c>.npz</c> with <c>mask</c> <c>[H, W]</c>, <c>pattern</c> <c>[C, H, W]</c>, <c>meta</c> (JSON as bytes) and <c>seal</c>.
/// </summary>
internal static class CacheEntryFile
{
    /// <summary>An entry as bytes.</summary>
    public static byte[] Write(string key, CacheEntry entry, CacheSeal seal)
    {
        var trigger = entry.Trigger;
        var (channels, height, width) = trigger.Shape;
        var metadata = new CacheEntryMetadata
        {
            Format = CacheEntry.FormatVersion,
            Key = key,
            SealAlgorithm = seal.Algorithm,
            Label = trigger.TargetLabel,
            Converged = entry.Converged,
            Steps = entry.Steps,
            AttackSuccessRate = entry.AttackSuccessRate,
            MaskL1Norm = trigger.MaskL1Norm,
            Stopped = entry.Stopped,
            Norms = entry.Norms,
            FirstSuccess = entry.FirstSuccess,
            Model = entry.ModelFile,
            Created = entry.Created,
        }.ToJson();
        var mask = NpyArray.Of([height, width], [.. trigger.Mask]);
        var pattern = NpyArray.Of([channels, height, width], [.. trigger.Pattern]);
        var meta = NpyArray.Of([metadata.Length], metadata);
        var sealBytes = seal.Over(mask, pattern, meta);
        return Archive(mask, pattern, meta, NpyArray.Of([sealBytes.Length], sealBytes));
    }

    /// <summary>An entry from bytes that anyone may have written.</summary>
    /// <exception cref="InvalidDataException">They are not the entry that was written under this key. The message says why.</exception>
    /// <exception cref="CryptographicException">They are an entry, but the seal is not of this kind or not of this secret.</exception>
    public static CacheEntry Read(byte[] file, string key, CacheSeal seal)
    {
        var (mask, pattern, meta, sealArray) = Unpack(file);
        // Whatever a zip can hide, between its members or in its headers, is not in the one archive that these arrays make.
        if (!Archive(mask, pattern, meta, sealArray).AsSpan().SequenceEqual(file))
            throw new InvalidDataException("Its bytes are not those of an entry.");

        var metadata = CacheEntryMetadata.Parse(meta.Bytes);
        if (metadata.Format != CacheEntry.FormatVersion || metadata.Key != key)
            throw new InvalidDataException("It is the entry of another key.");

        RequireSeal(seal, metadata.SealAlgorithm, sealArray, mask, pattern, meta);
        return new CacheEntry(
            ToTrigger(mask, pattern, metadata), metadata.Converged, metadata.Steps, metadata.AttackSuccessRate, metadata.Model, metadata.Created)
        {
            Stopped = metadata.Stopped,
            Norms = metadata.Norms ?? throw new InvalidDataException("Its norms are null."),
            FirstSuccess = metadata.FirstSuccess,
        };
    }

    private static void RequireSeal(CacheSeal seal, string algorithm, NpyArray actual, params NpyArray[] contents)
    {
        if (algorithm != seal.Algorithm)
            throw new CryptographicException($"It is sealed with {algorithm}, expected is {seal.Algorithm}.");
        if (CryptographicOperations.FixedTimeEquals(actual.Bytes, seal.Over(contents)))
            return;

        // Without a secret there is no other key to blame.
        throw seal.HasSecret
            ? new CryptographicException("Its seal is of another secret, or its content was changed.")
            : new InvalidDataException("Its content was changed.");
    }

    private static Trigger ToTrigger(NpyArray mask, NpyArray pattern, CacheEntryMetadata metadata)
    {
        if (pattern.Shape is not [var channels, var height, var width] || !mask.Shape.SequenceEqual([height, width]))
            throw new InvalidDataException("Mask and pattern do not fit each other.");

        var (maskValues, patternValues) = (mask.ToSingles(), pattern.ToSingles());
        if (!maskValues.Concat(patternValues).All(value => value is >= 0 and <= 1))
            throw new InvalidDataException("Mask or pattern hold values outside of 0 to 1.");

        var trigger = new Trigger(metadata.Label, new ImageShape(channels, height, width), maskValues, patternValues);
        return trigger.MaskL1Norm == metadata.MaskL1Norm
            ? trigger
            : throw new InvalidDataException("Its mask does not have the recorded norm.");
    }

    private static (NpyArray Mask, NpyArray Pattern, NpyArray Meta, NpyArray Seal) Unpack(byte[] file)
    {
        // Entries are not compressed, so no array is longer than the file.
        var arrays = NpzFile.ReadUpTo(file.Length, new MemoryStream(file), "mask", "pattern", "meta", "seal");
        return (Get("mask", NpyElementType.Float32), Get("pattern", NpyElementType.Float32), Get("meta", NpyElementType.UInt8), Get("seal", NpyElementType.UInt8));

        NpyArray Get(string name, NpyElementType type) => arrays.TryGetValue(name, out var array) && array.ElementType == type
            ? array
            : throw new InvalidDataException($"The array '{name}' is not there, or not of its type.");
    }

    /// <summary>Not compressed: what a compressor makes of the same arrays may change with the runtime, and floats hardly shrink.</summary>
    private static byte[] Archive(NpyArray mask, NpyArray pattern, NpyArray meta, NpyArray seal)
    {
        using var stream = new MemoryStream();
        NpzFile.Write(stream, [new("mask", mask), new("pattern", pattern), new("meta", meta), new("seal", seal)], CompressionLevel.NoCompression);
        return stream.ToArray();
    }
}
