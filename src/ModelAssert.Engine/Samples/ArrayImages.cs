using ModelAssert.Arrays;

namespace ModelAssert.Engine.Samples;

/// <summary>The images of an array <c>x</c>.</summary>
/// <param name="path">Where they come from, for errors.</param>
/// <param name="shape">The shape of one.</param>
/// <param name="array">The array, kept.</param>
/// <param name="areChannelsLast">Whether it is NHWC.</param>
internal sealed class ArrayImages(string path, ImageShape shape, NpyArray array, bool areChannelsLast) : StoredImages(path, shape)
{
    protected override void Fill(ReadOnlySpan<int> chosen, Span<float> values)
    {
        for (var i = 0; i < chosen.Length; i++)
        {
            var target = values.Slice(i * Shape.Volume, Shape.Volume);
            array.CopySingles(chosen[i] * Shape.Volume, target);
            if (areChannelsLast)
                Planes.Separate(target.ToArray(), Shape, Shape.Channels, target);
        }

        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                throw SampleErrors.RangeMismatch(Path, "The samples hold values that are not numbers.", "Give finite pixel values.");
        }
    }
}
