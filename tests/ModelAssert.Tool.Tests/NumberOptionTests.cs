using System.CommandLine;
using ModelAssert.Tool.Commands;

namespace ModelAssert.Tool.Tests;

/// <summary>A number that is none is bad usage, by the option's name, with what was read. It is never another number.</summary>
public class NumberOptionTests
{
    private static readonly Dictionary<string, Func<Command>> Commands = new()
    {
        ["scan"] = ScanCommand.Create,
        ["selftest"] = SelfTestCommand.Create,
        ["repair"] = RepairCommand.Create,
        ["filter"] = FilterCommand.Create,
        ["first-aid"] = FirstAidCommand.Create,
    };

    public static TheoryData<string, string, string> Illegal
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (command, option) in ((string, string)[])
                     [
                         ("scan", "--threshold"), ("scan", "--minimum-accuracy"), ("scan", "--max-samples"), ("scan", "--seed"), ("scan", "--threads"), ("scan", "--time-limit"),
                         ("scan", "--labels"), ("selftest", "--sizes"), ("selftest", "--catch"), ("selftest", "--threshold"), ("repair", "--learning-rate"), ("repair", "--rounds"),
                         ("repair", "--max-accuracy-loss"), ("repair", "--threshold"), ("filter", "--false-positive-rate"), ("filter", "--safe-label"), ("first-aid", "--deviations"),
                     ])
            {
                foreach (var text in (string[])["2,0x", "1.000,5", "NaN", "Infinity", "1e999", "high", "", "\u0662"])
                    data.Add(command, option, text);
                if (option is not ("--labels" or "--sizes"))
                    data.Add(command, option, "2,0");
            }

            data.Add("scan", "--threshold", "0");
            data.Add("scan", "--threshold", "-2");
            data.Add("scan", "--minimum-accuracy", "50");
            data.Add("scan", "--max-samples", "19");
            data.Add("scan", "--max-samples", "2.0");
            data.Add("scan", "--labels", "0,-1");
            data.Add("scan", "--device", "1");
            data.Add("scan", "--input-range", "0,0..1,0");
            data.Add("scan", "--input-shape", "3x99999x99999");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Illegal))]
    public void What_is_no_legal_number_is_bad_usage(string command, string option, string text)
    {
        var errors = Commands[command]().Parse(["model.onnx", "--output", "out", option, text]).Errors;

        Assert.Contains(errors, error => error.Message.Contains(option, StringComparison.Ordinal) && error.Message.Contains($"'{text}'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("scan", "--threshold", "2.5")]
    [InlineData("scan", "--seed", "-1")]
    [InlineData("scan", "--labels", "0,3, 7")]
    [InlineData("scan", "--time-limit", "0.5")]
    [InlineData("scan", "--device", "CPU")]
    [InlineData("selftest", "--sizes", "2,3")]
    [InlineData("repair", "--learning-rate", "1e-3")]
    [InlineData("filter", "--safe-label", "0")]
    public void A_legal_one_is_read(string command, string option, string text) => Assert.Empty(Commands[command]().Parse(["model.onnx", "--output", "out", option, text]).Errors);

    [Fact]
    public async Task The_command_ends_with_4_before_anything_is_opened()
    {
        var result = await ModelAssertCommand.RunAsync(
            new Dictionary<string, string> { ["LC_ALL"] = "tr_TR.UTF-8", ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0" },
            "scan", Repository.InfectedModel, "--samples", Repository.Samples, "--threshold", "2,0");

        result.AssertExit(4);
        Assert.Contains("--threshold is '2,0'. Give a number above 0, such as 2.0", result.Error, StringComparison.Ordinal);
    }
}
