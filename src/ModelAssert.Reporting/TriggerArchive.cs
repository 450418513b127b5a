using ModelAssert.Arrays;

namespace ModelAssert.Reporting;

/// <summary>
/// All triggers as floats, for <c>numpy.load</c>: <c>mask_007</c> is <c>[H, W]</c>, <c>pattern_007</c> is <c>[C, H, W]</c>, both in [0, 1].
/// </summary>
internal static class TriggerArchive
{
    public static void Write(Stream stream, IEnumerable<Trigger> triggers) => NpzFile.Write(stream, triggers.SelectMany(ArraysOf));

    private static IEnumerable<KeyValuePair<string, NpyArray>> ArraysOf(Trigger trigger)
    {
        var shape = trigger.Shape;
        yield return new($"mask_{trigger.TargetLabel:000}", NpyArray.Of([shape.Height, shape.Width], [.. trigger.Mask]));
        yield return new($"pattern_{trigger.TargetLabel:000}", NpyArray.Of([shape.Channels, shape.Height, shape.Width], [.. trigger.Pattern]));
    }
}
