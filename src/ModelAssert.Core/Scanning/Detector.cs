using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelAssert;

/// <summary>A way to see backdoors. Each says what it found and what it could not decide; what all of them come to is the verdict.</summary>
public enum Detector
{
    /// <summary>The smallest trigger of every label, and which of them is abnormally small (Wang et al. 2019). On by default.</summary>
    [JsonStringEnumMemberName("trigger-norms")]
    TriggerNorms,

    /// <summary>The smallest trigger of every ordered pair of labels. On by default where <see cref="ScanOptions.SourceSpecific"/> asks for it.</summary>
    [JsonStringEnumMemberName("label-pairs")]
    LabelPairs,

    /// <summary>Paths through the network that hardly any clean image takes and a small trigger opens. On by default, for networks that can be seen into.</summary>
    [JsonStringEnumMemberName("dormant-paths")]
    DormantPaths,

    /// <summary>
    /// How sure the network can be made of each label by any image at all (Wang, Xiang, Miller and Kesidis, "MM-BD", IEEE S&amp;P 2024). Off by default, and advisory: it is reported, and fails nothing.
    /// </summary>
    [JsonStringEnumMemberName("maximum-margin")]
    MaximumMargin,

    /// <summary>One trigger that gives every label another, each its own (Gu et al. 2017, section 4.1). On by default.</summary>
    [JsonStringEnumMemberName("all-to-all")]
    AllToAll,

    /// <summary>The smallest warp that sends images of all labels to one (Nguyen and Tran, "WaNet", ICLR 2021), against those to other labels. On by default.</summary>
    [JsonStringEnumMemberName("warp")]
    Warp,

    /// <summary>The faintest pattern over the whole image that sends images of all labels to one (Chen et al. 2017; Barni et al. 2019), against those to other labels. On by default.</summary>
    [JsonStringEnumMemberName("whole-image")]
    WholeImage,
}

/// <summary>Detectors as people write them.</summary>
internal static class DetectorNames
{
    /// <summary>All of them, for messages.</summary>
    public static string Legal { get; } = $"some of {string.Join(", ", Enum.GetValues<Detector>().Select(ToName))}, with commas between them";

    /// <summary>The name of a detector, such as <c>trigger-norms</c>.</summary>
    /// <param name="detector">The detector.</param>
    /// <returns>The name, as reports have it.</returns>
    public static string ToName(this Detector detector) => JsonNamingPolicy.KebabCaseLower.ConvertName(detector.ToString());

    /// <summary>The detector of a name.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The detector, or <see langword="null"/> if it is none of them.</returns>
    public static Detector? Find(string name) => Word.Find<Detector>(name, ToName);
}
