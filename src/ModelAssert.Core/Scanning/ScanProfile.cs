using System.Text.Json.Serialization;

namespace ModelAssert;

/// <summary>How much work a scan spends on each label.</summary>
public enum ScanProfile
{
    /// <summary>The published objective with an order of magnitude less work. The default.</summary>
    Fast,

    /// <summary>
    /// The schedule and every constant of the authors' published example (Wang et al. 2019, reference code), and their rule: the anomaly index decides alone. For those who
    /// compare; as a gate it flags many clean models.
    /// </summary>
    Paper,

    /// <summary>
    /// The published low-cost scan for many labels: all labels a few steps, then the published schedule for the smallest masks and a random reference (Wang et al.
    /// 2019, section VII), and their rule. Below 30 labels the same as <see cref="Paper"/>.
    /// </summary>
    [JsonStringEnumMemberName("paper-lowcost")]
    PaperLowCost,
}

/// <summary>Profiles as people write them.</summary>
internal static class ScanProfileNames
{
    /// <summary>All of them, for messages.</summary>
    public const string Legal = "'fast', 'paper' or 'paper-lowcost'";

    /// <summary>The name of a profile, such as <c>paper-lowcost</c>.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>The name, as options and metadata take it.</returns>
    public static string ToName(this ScanProfile profile) => profile == ScanProfile.PaperLowCost ? "paper-lowcost" : profile.ToString().ToLowerInvariant();

    /// <summary>What a report says of a profile.</summary>
    /// <param name="profile">The profile.</param>
    internal static string Summary(this ScanProfile profile) => profile switch
    {
        ScanProfile.Paper => "the published schedule, every constant",
        ScanProfile.PaperLowCost => "the published low-cost scan for many labels",
        _ => "the published objective, an order of magnitude less work",
    };

    /// <summary>Whether the profile judges as published: by the anomaly index alone.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>Whether it does.</returns>
    internal static bool HasPublishedRule(this ScanProfile profile) => profile != ScanProfile.Fast;

    /// <summary>The profile of a name.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The profile, or <see langword="null"/> if it is none of them.</returns>
    public static ScanProfile? Find(string name) => Word.Find<ScanProfile>(name, ToName);
}
