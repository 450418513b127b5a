using System.CommandLine;
using System.CommandLine.Parsing;

namespace ModelAssert.Tool.Commands;

/// <summary>What a scan may be asked, as options: the same for every command that scans.</summary>
internal sealed class ScanOptionSet
{
    private static readonly ScanOptions Defaults = new();

    public static readonly Option<double> Threshold = NumberOption.Create(
        "--threshold", "The anomaly index above which a label is anomalous, in median absolute deviations.", LegalNumbers.Threshold, Defaults.AnomalyIndexThreshold);

    private static readonly Option<ScanProfile> Profile = new("--profile")
    {
        Description = "'fast', 'paper' for the published schedule with every constant, or 'paper-lowcost' for the published scan of many labels.",
        DefaultValueFactory = _ => Defaults.Profile,
        CustomParser = argument => Parse(argument, ScanProfileNames.Find, ScanProfileNames.Legal) ?? default,
        HelpName = "PROFILE",
    };

    private static readonly Option<TimeSpan?> TimeLimit = new("--time-limit")
    {
        Description = "At most this long are the labels of a scan optimised, best first; a scan that it ends is inconclusive (default: as long as it takes).",
        HelpName = "SECONDS",
        CustomParser = argument => Parse(argument, ScanOptions.Seconds, LegalNumbers.Seconds.Legal),
    };

    private static readonly Option<SourceSpecificScan> SourceSpecific = new("--source-specific")
    {
        Description = "Look for backdoors that take images of one label only: 'none', 'screened', or 'all' for every pair of labels at the effort of the profile.",
        DefaultValueFactory = _ => Defaults.SourceSpecific,
        CustomParser = argument => Parse(argument, SourceSpecificScanNames.Find, SourceSpecificScanNames.Legal) ?? default,
        HelpName = "PAIRS",
    };

    private static readonly Option<int[]?> Labels = NumberOption.CreateList(
        "--labels", "The labels to analyse, such as 0,3,7 (default: all). The statistics see only these.", LegalNumbers.Label, "LABELS", "0,3,7");

    public static readonly Option<int> Seed = NumberOption.Create("--seed", "Seeds every random choice.", LegalNumbers.Seed, Defaults.Seed);

    public static readonly Option<double?> MinimumAccuracy = NumberOption.CreateOptional(
        "--minimum-accuracy",
        "The accuracy on the samples below which the scan is refused, a fraction (default: below half of the way from chance to all samples, only those are used that the model gets right).",
        LegalNumbers.Fraction, "FRACTION");

    public static readonly Option<int> MaximumSamples =
        NumberOption.Create("--max-samples", "At most this many samples are used.", LegalNumbers.Samples, Defaults.MaximumSamples);

    /// <summary>No option of the scan: it changes nothing but the time.</summary>
    public static readonly Option<int?> Threads = NumberOption.CreateOptional(
        "--threads", "How many labels are worked on at once (default: as many as there are processors). Changes nothing but the time.", LegalNumbers.Count, "N");

    /// <summary>No option of the scan either: a machine has a device, not a model.</summary>
    public static readonly Option<ScanDevice?> Device = new("--device")
    {
        Description = "'cpu' or 'cuda': what the network is computed on (default: what MODELASSERT_DEVICE says, else 'cpu').",
        HelpName = "DEVICE",
        CustomParser = argument => Parse(argument, ScanDeviceNames.Find, ScanDeviceNames.Legal),
    };

    private readonly DescriptionOptions description = new();

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Threshold, Profile, TimeLimit, SourceSpecific, Threads, Labels, Seed, MinimumAccuracy, MaximumSamples])
            command.Add(option);
        description.AddTo(command);
    }

    public ScanOptions From(ParseResult parsed) => new()
    {
        AnomalyIndexThreshold = parsed.GetValue(Threshold),
        Profile = parsed.GetValue(Profile),
        TimeLimit = parsed.GetValue(TimeLimit),
        SourceSpecific = parsed.GetValue(SourceSpecific),
        // An array option that is not given is an empty array.
        Labels = parsed.GetResult(Labels) is null ? null : parsed.GetValue(Labels),
        Seed = parsed.GetValue(Seed),
        Description = description.From(parsed),
        MinimumAccuracy = parsed.GetValue(MinimumAccuracy),
        MaximumSamples = parsed.GetValue(MaximumSamples),
    };

    private static T? Parse<T>(ArgumentResult argument, Func<string, T?> read, string legal)
        where T : struct
    {
        var text = argument.Tokens[0].Value;
        if (read(text) is { } value)
            return value;

        argument.AddError($"{(argument.Parent as OptionResult)?.Option.Name} is '{text}'. Give {legal}.");
        return null;
    }
}
