using System.CommandLine;
using ModelAssert.Tool.Commands;

namespace ModelAssert.Tool.Tests;

/// <summary>Everything that a scan may be asked is an option of every command that scans.</summary>
public class ScanOptionSetTests
{
    private static readonly ScanOptions Everything = new()
    {
        AnomalyIndexThreshold = 2.5,
        Profile = ScanProfile.PaperLowCost,
        TimeLimit = TimeSpan.FromSeconds(1.5),
        SourceSpecific = SourceSpecificScan.AllPairs,
        Labels = [0, 3, 7],
        Seed = -1,
        MinimumAccuracy = 0.8,
        MaximumSamples = 500,
        Detectors = [Detector.DormantPaths, Detector.TriggerNorms],
    };

    public static TheoryData<string, string> Options => new(
        from command in (string[])["scan", "selftest", "repair", "filter"] from option in ScanOptions.Fields select (command, option.Name));

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_command_that_scans_has_it(string command, string name)
    {
        var field = ScanOptions.Fields.Single(field => field.Name == name);
        var created = command switch { "scan" => ScanCommand.Create(), "selftest" => SelfTestCommand.Create(), "repair" => RepairCommand.Create(), _ => FilterCommand.Create() };

        Assert.Equal(field.Meaning, Assert.Single(created.Options, option => option.Name == field.Option).Description);
        Assert.Empty(created.Parse(["model.onnx", "--output", "out", field.Option, field.TextIn(Everything)!]).Errors);
        Assert.Equal(
            $"{field.Option} is '?'. Give {field.Usage}.", Assert.Single(created.Parse(["model.onnx", "--output", "out", field.Option, "?"]).Errors).Message);
    }

    [Fact]
    public void What_is_given_is_asked_and_nothing_else()
    {
        Assert.Equal(new ScanOptions(), From([]));
        Assert.All(ScanOptions.Fields, field =>
        {
            var asked = From([field.Option, field.TextIn(Everything)!]);

            Assert.NotEqual(new ScanOptions(), asked);
            Assert.All(ScanOptions.Fields, other => Assert.Equal(other.TextIn(other == field ? Everything : new ScanOptions()), other.TextIn(asked)));
        });
    }

    [Theory]
    [InlineData("--threshold", "Give a number above 0, such as 2.0: a point before decimals, and no separators between digits.")]
    [InlineData("--profile", "Give 'fast', 'paper' or 'paper-lowcost'.")]
    [InlineData("--time-limit", "Give a number of seconds above 0, at most a year, such as 600.")]
    [InlineData("--labels", "Give numbers with commas between them, such as 0,3,7; each is a label, a whole number from 0 on, such as 7.")]
    public void Bad_usage_says_what_is_legal(string option, string legal) =>
        Assert.Equal($"{option} is '?'. {legal}", Assert.Single(ScanCommand.Create().Parse(["model.onnx", option, "?"]).Errors).Message);

    [Fact]
    public void The_help_says_what_is_asked_where_an_option_is_left_out()
    {
        using var help = new StringWriter();
        new RootCommand { ScanCommand.Create() }.Parse(["scan", "--help"]).Invoke(new InvocationConfiguration { Output = help });

        Assert.All(["[default: 2]", "[default: Fast]", "[default: None]", "[default: 0]", "[default: 2000]"], text => Assert.Contains(text, help.ToString(), StringComparison.Ordinal));
    }

    private static ScanOptions From(string[] arguments)
    {
        var (options, command) = (new ScanOptionSet(), new Command("any"));
        options.AddTo(command);
        return options.From(command.Parse(arguments));
    }
}
