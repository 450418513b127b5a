namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Axes as the format counts them: negative ones from the end.</summary>
internal static class Axes
{
    /// <summary>The axis counted from the beginning.</summary>
    /// <exception cref="InvalidOperationException">There is no such axis.</exception>
    public static int Normalise(long axis, int rank)
    {
        if (axis < -rank || axis >= rank)
            throw new InvalidOperationException($"there is no axis {axis} in {rank} dimensions");
        return (int)(axis < 0 ? axis + rank : axis);
    }

    /// <summary>All of these, counted from the beginning.</summary>
    public static long[] Normalise(long[] axes, int rank) => Array.ConvertAll(axes, a => (long)Normalise(a, rank));

    /// <summary>The axes from one on, up to another, which is not among them.</summary>
    public static long[] Range(int first, int end) => [.. Enumerable.Range(first, end - first).Select(i => (long)i)];
}
