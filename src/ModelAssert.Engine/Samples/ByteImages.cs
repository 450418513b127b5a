namespace ModelAssert.Engine.Samples;

/// <summary>Images of bytes, channels first, at a fixed distance from each other.</summary>
/// <param name="path">Where they come from, for errors.</param>
/// <param name="shape">The shape of one.</param>
/// <param name="bytes">The bytes, kept.</param>
/// <param name="start">Where the first image begins.</param>
/// <param name="stride">How far it is from one to the next.</param>
internal sealed class ByteImages(string path, ImageShape shape, byte[] bytes, int start, int stride) : StoredImages(path, shape)
{
    protected override void Fill(ReadOnlySpan<int> chosen, Span<float> values)
    {
        for (var i = 0; i < chosen.Length; i++)
        {
            var image = bytes.AsSpan(start + chosen[i] * stride, Shape.Volume);
            var target = values.Slice(i * Shape.Volume, Shape.Volume);
            for (var j = 0; j < target.Length; j++)
                target[j] = image[j];
        }
    }
}
