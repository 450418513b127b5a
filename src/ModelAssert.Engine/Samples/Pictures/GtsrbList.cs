using System.Globalization;
using System.Text;
using ModelAssert.Engine.Samples.Storage;

namespace ModelAssert.Engine.Samples.Pictures;

/// <summary>A list of the German Traffic Sign Recognition Benchmark: columns <c>Filename</c> and <c>ClassId</c>, separated by semicolons; others are passed over.</summary>
internal static class GtsrbList
{
    private const long MaximumBytes = 16L << 20;

    public static IReadOnlyList<(string Picture, int Label)> Read(Stream content, string path)
    {
        using var lines = new StringReader(Encoding.UTF8.GetString(BoundedContent.ReadAll(content, MaximumBytes)).TrimStart('\uFEFF'));
        var columns = (lines.ReadLine() ?? "").Split(';');
        var (picture, label) = (Array.IndexOf(columns, "Filename"), Array.IndexOf(columns, "ClassId"));
        if (picture < 0 || label < 0)
            throw new InvalidDataException($"{path} has no columns Filename and ClassId, separated by semicolons.");

        var entries = new List<(string, int)>();
        while (lines.ReadLine() is { } line)
        {
            if (line.Length > 0)
                entries.Add(ReadLine(line.Split(';'), columns.Length, picture, label, $"{path}, line {entries.Count + 2},"));
        }

        return entries;
    }

    private static (string Picture, int Label) ReadLine(string[] fields, int columnCount, int picture, int label, string where)
    {
        if (fields.Length != columnCount || !int.TryParse(fields[label], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new InvalidDataException($"{where} is not understood.");
        // A name, never a path: the list cannot reach out of its folder.
        return fields[picture].AsSpan().ContainsAny("/\\") ? throw new InvalidDataException($"{where} names no file of its folder.") : (fields[picture], number);
    }
}
