using ModelAssert.Arrays;

namespace ModelAssert.Reporting.Looks;

/// <summary>A warp: every pixel is taken from a place nearby, bilinearly; places outside become the nearest one inside.</summary>
/// <param name="shape">The shape of the images.</param>
/// <param name="offsets">Where each pixel is taken from, less where it is: <c>[H, W, 2]</c>, to the right and down, in pixels.</param>
internal sealed class WarpLook(ImageShape shape, float[] offsets) : ITriggerLook
{
    /// <inheritdoc />
    public ImageShape Shape => shape;

    /// <inheritdoc />
    public bool IsFaint => true;

    /// <inheritdoc />
    public IEnumerable<KeyValuePair<string, NpyArray>> Arrays(string name) => [new($"offsets_{name}", NpyArray.Of([shape.Height, shape.Width, 2], offsets))];

    /// <summary>How far each pixel is displaced, over the farthest.</summary>
    public IReadOnlyList<float> Mask()
    {
        float[] lengths = [.. Enumerable.Range(0, shape.Area).Select(pixel => float.Hypot(offsets[2 * pixel], offsets[2 * pixel + 1]))];
        var longest = Math.Max(float.Epsilon, lengths.Max());
        return Array.ConvertAll(lengths, length => length / longest);
    }

    /// <summary>Arrows, from where pixels come to where they go, lengthened so that they can be seen.</summary>
    public void DrawAlone(Stream stream) => TriggerPictures.WriteArrows(stream, shape, offsets);

    /// <inheritdoc />
    public float[] Apply(IReadOnlyList<float> image)
    {
        var bent = new float[shape.Volume];
        for (var pixel = 0; pixel < shape.Area; pixel++)
        {
            var (column, right) = Split(pixel % shape.Width + offsets[2 * pixel], shape.Width);
            var (row, down) = Split(pixel / shape.Width + offsets[2 * pixel + 1], shape.Height);
            var (beside, below) = (Math.Min(column + 1, shape.Width - 1), Math.Min(row + 1, shape.Height - 1));
            for (var channel = 0; channel < shape.Channels; channel++)
            {
                var plane = channel * shape.Area;
                var upper = float.Lerp(image[plane + row * shape.Width + column], image[plane + row * shape.Width + beside], right);
                var lower = float.Lerp(image[plane + below * shape.Width + column], image[plane + below * shape.Width + beside], right);
                bent[plane + pixel] = Math.Clamp(float.Lerp(upper, lower, down), 0, 1);
            }
        }

        return bent;
    }

    private static (int Whole, float Part) Split(float place, int size)
    {
        var inside = Math.Clamp(place, 0, size - 1);
        var whole = (int)inside;
        return (whole, inside - whole);
    }
}
