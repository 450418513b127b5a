namespace ModelAssert.Onnx.Format;

/// <summary>The folder of a model, whose other files the model may name. Nothing outside of it is opened, by whatever name or link.</summary>
/// <param name="model">The model file.</param>
internal sealed class ModelFolder(string model)
{
    private const int MostLinks = 40;

    private readonly string folder = RealPath(Path.GetDirectoryName(Path.GetFullPath(model))!);

    /// <summary>Reads a part of a file.</summary>
    /// <param name="location">Its path in the folder, as the model says.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="tensor">The tensor that lies there, for messages.</param>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0010</c>, <c>MODELASSERT0012</c>, <c>MODELASSERT0017</c>.</exception>
    public byte[] Read(string location, long offset, int length, string tensor)
    {
        RequireInside(location, tensor);
        try
        {
            // The path without links is the one that was looked at, and the one that is opened.
            var file = RealPath(Path.Combine(folder, location));
            if (!file.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw OnnxErrors.OutsideOfFolder(model, tensor, location, "a link leads out of it");

            // A device or a pipe has no size; it is never opened.
            var size = new FileInfo(file).Length;
            if (offset > size || length > size - offset)
                throw OnnxErrors.Truncated(model, $"the tensor '{tensor}' lies at {offset} to {(decimal)offset + length} of '{location}', which has {size} bytes");
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

    private void RequireInside(string location, string tensor)
    {
        // What another system would take for a root, a drive or a way up is none of a model's business on any.
        var parts = location.Split('/', '\\');
        var cause = location.Length == 0 || location.Contains('\0', StringComparison.Ordinal) ? "it is no name"
            : parts[0].Length == 0 || parts[0].Contains(':', StringComparison.Ordinal) || Path.IsPathRooted(location) ? "it is absolute"
            : parts.Contains("..") ? "it leads upwards"
            : null;
        if (cause is not null)
            throw OnnxErrors.OutsideOfFolder(model, tensor, location, cause);
    }

    /// <summary>A path with every link in it followed.</summary>
    private static string RealPath(string path)
    {
        var links = 0;
        var real = Path.GetPathRoot(path)!;
        var rest = new Stack<string>(Parts(path[real.Length..]).Reverse());
        while (rest.TryPop(out var part))
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
                throw new IOException($"too many links at '{next}'");
            if (Path.IsPathRooted(target))
                real = Path.GetPathRoot(target)!;
            foreach (var piece in Parts(target[(Path.GetPathRoot(target)?.Length ?? 0)..]).Reverse())
                rest.Push(piece);
        }

        return real;
    }

    private static IEnumerable<string> Parts(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]).Where(part => part is not ("" or "."));
}
