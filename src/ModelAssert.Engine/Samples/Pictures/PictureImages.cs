using ModelAssert.Engine.Samples.Storage;

namespace ModelAssert.Engine.Samples.Pictures;

/// <summary>Picture files. Their names are known; a file is opened when its picture is asked for.</summary>
internal sealed class PictureImages(ISampleFiles files, string path, string[] names, ImageShape shape) : StoredImages(path, shape)
{
    protected override void Fill(ReadOnlySpan<int> chosen, Span<float> values)
    {
        using var reader = files.Open();
        for (var i = 0; i < chosen.Length; i++)
            Decode(reader, names[chosen[i]], values.Slice(i * Shape.Volume, Shape.Volume));
    }

    private void Decode(IFileReader reader, string name, Span<float> values)
    {
        using var content = reader.Open(name);
        Picture.Decode(BoundedContent.ReadAll(content, Picture.MaximumBytes), files.Describe(name), Shape, values);
    }
}
