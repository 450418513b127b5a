using System.CommandLine;

namespace ModelAssert.Tool.Commands;

/// <summary>What a scan may be asked, as options: the same for every command that scans.</summary>
internal sealed class ScanOptionSet
{
    /// <summary>No option of the scan: it changes nothing but the time.</summary>
    public static readonly Option<int?> Threads = NumberOption.CreateOptional(
        "--threads", "How many labels are worked on at once (default: as many as there are processors). Changes nothing but the time.", LegalNumbers.Count, "N");

    /// <summary>No option of the scan either: a machine has a device, not a model.</summary>
    public static readonly Option<ScanDevice?> Device = new("--device")
    {
        Description = "'cpu' or 'cuda': what the network is computed on (default: what MODELASSERT_DEVICE says, else 'cpu').",
        HelpName = "DEVICE",
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            var device = ScanDeviceNames.Find(text);
            if (device is null)
                argument.AddError($"--device is '{text}'. Give {ScanDeviceNames.Legal}.");
            return device;
        },
    };

    private static readonly ScanOptions Defaults = new();

    private readonly (ScanOptionField Field, Option<object?> Option)[] options = [.. ScanOptions.Fields.Select(field => (field, OptionOf(field)))];

    private readonly DescriptionOptions description = new();

    public void AddTo(Command command)
    {
        foreach (var (_, option) in options)
            command.Add(option);
        description.AddTo(command);
    }

    public ScanOptions From(ParseResult parsed)
    {
        var asked = new ScanOptions { Description = description.From(parsed) };
        foreach (var (field, option) in options)
        {
            if (parsed.GetValue(option) is { } value)
                asked = field.Put(asked, value);
        }

        return asked;
    }

    private static Option<object?> OptionOf(ScanOptionField field)
    {
        var option = new Option<object?>(field.Option)
        {
            Description = field.Meaning,
            HelpName = field.HelpName,
            CustomParser = argument =>
            {
                var text = argument.Tokens[0].Value;
                var value = field.Read(text);
                if (value is null)
                    argument.AddError($"{field.Option} is '{text}'. Give {field.Usage}.");
                return value;
            },
        };
        if (field.ValueIn(Defaults) is { } value)
            option.DefaultValueFactory = _ => value;
        return option;
    }
}
