using System.Reflection;
using ModelAssert.Tests;

namespace ModelAssert.Core.Tests.Scanning;

public class ScanOptionFieldTests
{
    /// <summary>Of every field a text that is not its default.</summary>
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["Threshold"] = "2.5",
        ["Profile"] = "paper-lowcost",
        ["TimeLimit"] = "1.5",
        ["SourceSpecific"] = "all",
        ["Labels"] = "0,3,7",
        ["Seed"] = "-1",
        ["MinimumAccuracy"] = "0.8",
        ["MaximumSamples"] = "1500",
        ["Detectors"] = "dormant-paths,trigger-norms",
    };

    private static readonly ScanOptions Everything = new ScanOptions().With("a.onnx", Texts);

    public static TheoryData<string, string> Illegal => new()
    {
        { "Threshold", "2,0" }, { "Threshold", "0" }, { "Profile", "slow" }, { "Profile", "0" }, { "TimeLimit", "-1" }, { "TimeLimit", "" }, { "SourceSpecific", "AllPairs" },
        { "Labels", "0;3" }, { "Labels", "" }, { "Labels", "0,-1" }, { "Seed", "1.5" }, { "MinimumAccuracy", "80 %" }, { "MaximumSamples", "19" }, { "Detectors", "all" }, { "Detectors", "" }, { "Detectors", "trigger-norms;dormant-paths" },
    };

    [Fact]
    public void Every_text_is_read_and_written_again_in_any_culture()
    {
        Assert.All(ScanOptions.Fields, field => Assert.Equal(Texts[field.Name], field.TextIn(Everything)));
        CommaCulture.Run(() => Assert.All(ScanOptions.Fields, field => Assert.Equal(Texts[field.Name], field.TextIn(new ScanOptions().With("a.onnx", Texts)))));
        Assert.All(ScanOptions.Fields, field => Assert.NotEqual(Texts[field.Name], field.TextIn(new ScanOptions())));
    }

    [Fact]
    public void Every_member_but_the_description_has_a_field_of_its_own()
    {
        var members = typeof(ScanOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance);
        string[] Changed(ScanOptionField field) =>
            [.. members.Where(member => !Equals(member.GetValue(field.Put(new ScanOptions(), field.Read(Texts[field.Name])!)), member.GetValue(new ScanOptions()))).Select(member => member.Name)];

        string[] changed = [.. ScanOptions.Fields.Select(field => Assert.Single(Changed(field)))];

        Assert.Equal(members.Select(member => member.Name).Where(name => name != nameof(ScanOptions.Description)).Order(), changed.Order());
    }

    [Theory]
    [MemberData(nameof(Illegal))]
    public void A_text_that_is_not_legal_is_a_named_error(string name, string text)
    {
        var error = Assert.Throws<ModelAssertException>(() => new ScanOptions().With("a.onnx", new Dictionary<string, string> { [name] = text }));

        Assert.Equal((DiagnosticIds.DeclarationIllegal, "a.onnx"), (error.Id, error.File));
        Assert.Contains($"{name} = '{text}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_out_of_its_range_is_written_too_so_that_an_error_can_show_it()
    {
        string TextOf(string name, object value) => ScanOptions.Fields.Single(field => field.Name == name).TextOf(value);

        Assert.Equal(("Infinity", "-1.5", "7", "1,1"), (TextOf("Threshold", double.PositiveInfinity), TextOf("TimeLimit", -1.5), TextOf("Profile", (ScanProfile)7), TextOf("Labels", (int[])[1, 1])));
    }

    [Fact]
    public void A_report_shows_numbers_with_their_units_and_leaves_out_what_is_not_asked()
    {
        string?[] Shown(ScanOptions options) => [.. ScanOptions.Fields.Select(field => field.Shown(options))];

        Assert.Equal(["2.5", "paper-lowcost", "1.5 s", "all", "0, 3, 7", "-1", "80.0 %", "1,500", "dormant-paths,trigger-norms"], CommaCulture.Run(() => Shown(Everything)));
        Assert.Equal(["2.0", "fast", null, null, "all", "0", null, "2,000", null], Shown(new ScanOptions()));
    }
}
