using ModelAssert.Arrays;

namespace ModelAssert.Reporting;

/// <summary>
/// All triggers as floats, for <c>numpy.load</c>: <c>mask_007</c> is <c>[H, W]</c>, <c>pattern_007</c> is <c>[C, H, W]</c>, both in [0, 1]; of a pair of labels, <c>mask_001_007</c> and
/// <c>pattern_001_007</c>; of a path, <c>mask_path_to_label_7</c> and <c>pattern_path_to_label_7</c>.
/// </summary>
internal static class TriggerArchive
{
    public static void Write(Stream stream, IEnumerable<Trigger> triggers, IEnumerable<FindingTrigger> others) => NpzFile.Write(
        stream,
        triggers.SelectMany(trigger => ArraysOf($"{trigger.TargetLabel:000}", trigger)).Concat(others.SelectMany(other => ArraysOf(other.Name, other.Trigger))));

    private static IEnumerable<KeyValuePair<string, NpyArray>> ArraysOf(string name, Trigger trigger)
    {
        var shape = trigger.Shape;
        yield return new($"mask_{name}", NpyArray.Of([shape.Height, shape.Width], [.. trigger.Mask]));
        yield return new($"pattern_{name}", NpyArray.Of([shape.Channels, shape.Height, shape.Width], [.. trigger.Pattern]));
    }
}
