namespace ModelAssert.Engine.Samples;

/// <summary>Images where they are stored. Only those that are asked for are read, decoded and made into floats.</summary>
/// <param name="path">Where they are, for errors.</param>
/// <param name="shape">The shape of one.</param>
internal abstract class StoredImages(string path, ImageShape shape)
{
    protected string Path { get; } = path;

    protected ImageShape Shape { get; } = shape;

    /// <summary>Reads images.</summary>
    /// <param name="chosen">Their numbers, in the order that is wanted.</param>
    /// <returns>The values, <c>[N, C, H, W]</c>.</returns>
    /// <exception cref="ModelAssertException">They cannot be read, are damaged, or are of another shape.</exception>
    public float[] Read(ReadOnlySpan<int> chosen)
    {
        var count = (long)chosen.Length * Shape.Volume;
        if (count > Array.MaxLength)
            throw SampleErrors.TooMany(Path, chosen.Length, Shape);

        var values = new float[count];
        try
        {
            Fill(chosen, values);
            return values;
        }
        catch (Exception e) when (SampleErrors.IsOfReading(e))
        {
            throw SampleErrors.Named(Path, e);
        }
    }

    /// <summary>Fills in images, channels first.</summary>
    protected abstract void Fill(ReadOnlySpan<int> chosen, Span<float> values);
}
