using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ModelAssert.EngineProcess;

namespace ModelAssert.Core.Tests.EngineProcess;

/// <summary>What MSBuild and the pages list by name is what the options and the description have.</summary>
public partial class DeclarationListTests
{
    private static readonly string[] Options = [.. ScanOptions.Fields.Select(field => field.Name)];

    private static readonly string[] Description = [.. DescriptionField.All.Select(field => field.Name)];

    private static readonly XElement[] Targets = [.. XDocument.Load(Repository("src/ModelAssert.EngineProcess/buildTransitive/ModelAssert.EngineProcess.targets")).Descendants()];

    [Fact]
    public void The_gates_hand_everything_over()
    {
        var names = string.Concat(Targets.Where(element => element.Name.LocalName == "_ModelAssertMetadata").Select(element => element.Value)).Replace("$(_ModelAssertMetadata)", "", StringComparison.Ordinal);

        Assert.Equal(["CleanSamples", "SelfTest", "SelfTestSizes", .. Options, .. Description], names.Split(';'));
    }

    [Fact]
    public void The_entry_in_a_test_assembly_has_everything()
    {
        var entry = string.Concat(Targets.Where(element => element.Name.LocalName == "_ModelAssertEntry").Select(element => element.Value));
        var fields = Field().Matches(entry);

        Assert.Equal(["Path", "CleanSamples", .. Options, .. Description], fields.Select(field => field.Groups["name"].Value));
        Assert.All(fields, field => Assert.Equal(field.Groups["name"].Value.Replace("Path", "Identity", StringComparison.Ordinal), field.Groups["metadatum"].Value));
        Assert.Equal("a.onnx", DeclaredModel.Parse(Field().Replace(entry.Replace("%(ModelAssertModel._ModelAssertEntry)", "", StringComparison.Ordinal), "${name}=").Replace("Path=", "Path=a.onnx", StringComparison.Ordinal)).Path);
    }

    [Fact]
    public void The_page_of_the_options_has_a_row_for_each()
    {
        var page = File.ReadAllText(Repository("docs/options.md"));
        var usage = File.ReadAllText(Repository("README.md"));

        Assert.All(ScanOptions.Fields, field =>
        {
            Assert.Contains($"| `{field.Option}` | `{field.Name}` |", page, StringComparison.Ordinal);
            Assert.Contains($"[{field.Option} ", usage, StringComparison.Ordinal);
        });
    }

    private static string Repository(string path, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../..", path);

    [GeneratedRegex(@"(?<name>\w+)=%\(ModelAssertModel\.(?<metadatum>\w+)\)")]
    private static partial Regex Field();
}
