using ModelAssert.Arrays;
using ModelAssert.Reporting.Looks;

namespace ModelAssert.Reporting;

/// <summary>
/// All triggers as floats, for <c>numpy.load</c>: <c>mask_007</c> is <c>[H, W]</c>, <c>pattern_007</c> is <c>[C, H, W]</c>, both in [0, 1]; of a pair of labels, <c>mask_001_007</c> and
/// <c>pattern_001_007</c>; of a path, <c>mask_path_to_label_7</c> and <c>pattern_path_to_label_7</c>. Of a warp <c>offsets_warp_to_label_7</c> is <c>[H, W, 2]</c>, to the right and down, in pixels; of a pattern over the
/// whole image <c>added_pattern_to_label_7</c> is <c>[C, H, W]</c>, of either sign.
/// </summary>
internal static class TriggerArchive
{
    public static void Write(Stream stream, IEnumerable<Trigger> triggers, IEnumerable<FindingTrigger> others) => NpzFile.Write(
        stream,
        triggers.SelectMany(trigger => new StampLook(trigger).Arrays($"{trigger.TargetLabel:000}")).Concat(others.SelectMany(other => other.Look.Arrays(other.Name))));
}
