using System.Security.Cryptography;
using ModelAssert.Digests;

namespace ModelAssert.Onnx.Format;

/// <summary>The folder of a model, in whose other files its weights may lie.</summary>
/// <param name="model">The model file.</param>
internal sealed class ModelFolder(string model)
{
    private readonly ClosedFolder folder = new(Path.GetDirectoryName(Path.GetFullPath(model))!);
    private readonly Dictionary<string, string> checksums = new(StringComparer.Ordinal);

    /// <summary>By what the model calls them, in the order in which it did: where they are, and what was in them before anything was read.</summary>
    private readonly OrderedDictionary<string, (string File, string Sha256)> files = new(StringComparer.Ordinal);
    private readonly List<Part> parts = [];

    /// <summary>Reads a part of a file.</summary>
    /// <param name="place">Where it lies, as the model says.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="tensor">The tensor that lies there, for messages.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0010</c>, <c>MODELASSERT0012</c>, <c>MODELASSERT0017</c>.</exception>
    public byte[] Read(ExternalPlace place, int length, string tensor)
    {
        var (location, offset, stated, checksum) = place;
        try
        {
            var (file, outside) = folder.Find(location);
            if (file is null)
                throw OnnxErrors.OutsideOfFolder(model, tensor, location, outside!);

            // A device or a pipe has no size; it is never opened.
            var size = new FileInfo(file).Length;
            if (size > 0 && IsPointer(file))
                throw Errors.ModelIsPointer(file);
            if (offset > size || length > size - offset)
                throw OnnxErrors.Truncated(model, $"the tensor '{tensor}' lies at {offset} to {(decimal)offset + length} of '{location}', which has {size} bytes");
            if (stated is null && offset + length != size)
                throw OnnxErrors.Ambiguous(model, $"the tensor '{tensor}' takes the rest of '{location}' from {offset} on, {size - offset} bytes, but its shape takes {length}");
            if (checksum is not null && !ChecksumOf(file).Equals(checksum, StringComparison.OrdinalIgnoreCase))
                throw OnnxErrors.OtherContent(model, tensor, location, checksum, ChecksumOf(file));
            if (!files.ContainsKey(location))
                files.Add(location, (file, ContentDigest.OfFile(file)));
            parts.Add(new Part(file, location, offset, offset + length, tensor));
            if (length == 0)
                return [];

            using var stream = File.OpenRead(file);
            stream.Position = offset;
            var bytes = new byte[length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw OnnxErrors.ExternalDataMissing(model, tensor, location, e);
        }
    }

    /// <summary>Refuses tensors that lie on top of each other. Two that are the same bytes are one weight that is used twice.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0017</c>.</exception>
    public void RequireNoOverlap()
    {
        foreach (var inOneFile in parts.Where(part => part.Begin < part.End).GroupBy(part => part.File, StringComparer.Ordinal))
        {
            Part[] ordered = [.. inOneFile.OrderBy(part => part.Begin).ThenBy(part => part.End)];
            for (var i = 1; i < ordered.Length; i++)
            {
                var (before, after) = (ordered[i - 1], ordered[i]);
                if (after.Begin < before.End && (after.Begin, after.End) != (before.Begin, before.End))
                    throw OnnxErrors.Malformed(model, $"the tensors '{before.Tensor}' and '{after.Tensor}' overlap in '{after.Location}'");
            }
        }
    }

    /// <summary>The files that were read from, as they were before and are now.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0012</c>: one changed meanwhile, so that nobody knows what was read.</exception>
    public IReadOnlyList<ModelFile> FilesRead() =>
        [.. files.Select(entry => ContentDigest.OfFile(entry.Value.File) == entry.Value.Sha256 ? new ModelFile(entry.Key, entry.Value.Sha256) : throw OnnxErrors.Truncated(model, $"'{entry.Key}' changed while it was read"))];

    private static bool IsPointer(string file)
    {
        using var stream = File.OpenRead(file);
        return GitLfsPointer.Is(stream);
    }

    /// <summary>The SHA-1 of a file, which is what the format says, once for all tensors in it.</summary>
    private string ChecksumOf(string file)
    {
        if (checksums.TryGetValue(file, out var known))
            return known;

        using var stream = File.OpenRead(file);
#pragma warning disable CA5350 // The format's choice. It guards against the wrong file, as its writers mean it; trust rests on SHA-256.
        return checksums[file] = Convert.ToHexStringLower(SHA1.HashData(stream));
#pragma warning restore CA5350
    }

    private sealed record Part(string File, string Location, long Begin, long End, string Tensor);
}
