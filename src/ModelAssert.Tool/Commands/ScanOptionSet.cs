using System.CommandLine;
using System.CommandLine.Parsing;

namespace ModelAssert.Tool.Commands;

/// <summary>What a scan may be asked, as options: the same for every command that scans.</summary>
internal sealed class ScanOptionSet
{
    private static readonly ScanOptions Defaults = new();

    public static readonly Option<double> Threshold = new("--threshold")
    {
        Description = "The anomaly index above which a label is anomalous, in median absolute deviations.",
        DefaultValueFactory = _ => Defaults.AnomalyIndexThreshold,
    };

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
        CustomParser = argument => Parse(argument, ScanOptions.Seconds, "a number of seconds"),
    };

    private static readonly Option<SourceSpecificScan> SourceSpecific = new("--source-specific")
    {
        Description = "Look for backdoors that take images of one label only: 'none', 'screened', or 'all' for every pair of labels at the effort of the profile.",
        DefaultValueFactory = _ => Defaults.SourceSpecific,
        CustomParser = argument => Parse(argument, SourceSpecificScanNames.Find, SourceSpecificScanNames.Legal) ?? default,
        HelpName = "PAIRS",
    };

    private static readonly Option<int[]?> Labels = new("--labels")
    {
        Description = "The labels to analyse, such as 0,3,7 (default: all). The statistics see only these.",
        HelpName = "LABELS",
        CustomParser = argument => NumberList.Parse(argument, "label", "0,3,7"),
    };

    public static readonly Option<int> Seed = new("--seed")
    {
        Description = "Seeds every random choice.",
        DefaultValueFactory = _ => Defaults.Seed,
    };

    public static readonly Option<double?> MinimumAccuracy = new("--minimum-accuracy")
    {
        Description = "The accuracy on the samples below which the scan is refused, a fraction (default: below half of the way from chance to all samples, only those are used that the model gets right).",
        HelpName = "FRACTION",
    };

    public static readonly Option<int> MaximumSamples = new("--max-samples")
    {
        Description = "At most this many samples are used.",
        DefaultValueFactory = _ => Defaults.MaximumSamples,
    };

    /// <summary>No option of the scan: it changes nothing but the time.</summary>
    public static readonly Option<int?> Threads = new("--threads")
    {
        Description = "How many labels are worked on at once (default: as many as there are processors). Changes nothing but the time.",
        HelpName = "N",
        Validators = { result => RequirePositive(result) },
    };

    /// <summary>No option of the scan either: a machine has a device, not a model.</summary>
    public static readonly Option<ScanDevice?> Device = new("--device")
    {
        Description = "'cpu' or 'cuda': what the network is computed on (default: what MODELASSERT_DEVICE says, else 'cpu').",
        HelpName = "DEVICE",
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

        argument.AddError($"'{text}' is not {legal}.");
        return null;
    }

    private static void RequirePositive(OptionResult result)
    {
        if (result.GetValueOrDefault<int?>() < 1)
            result.AddError($"{result.Option.Name} must be at least 1.");
    }
}
