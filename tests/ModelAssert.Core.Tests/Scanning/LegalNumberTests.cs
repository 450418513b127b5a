using System.Text.RegularExpressions;
using ModelAssert.Assertions;
using ModelAssert.EngineProcess;
using ModelAssert.Gates;
using ModelAssert.Tests;
using ModelAssert.Verdicts;

namespace ModelAssert.Core.Tests.Scanning;

public partial class LegalNumberTests
{
    /// <summary>The only files that may read a number from a text by themselves: formats that programs write, and a package of which Core is no part.</summary>
    private static readonly string[] OtherReaders =
    [
        "LegalNumber.cs", "NpyHeader.cs", "ExternalData.cs", "FilterFile.cs", "GtsrbList.cs", "PictureFolder.cs", "LabelFolders.cs", "ExternalPlace.cs", "ScriptParser.cs", "ChartInk.cs", "ArtifactCollector.cs", "Passing.cs",
    ];

    public static TheoryData<string> NoNumbers =>
        ["2,0", "1,000", "1.000,5", "2.0.0", "", " ", "high", "NaN", "Infinity", "-Infinity", "1e999", "\u221e", "0x10", "2 0", "2_0", "'2.0'", "\u0662", "2.0d", "(2)", "50 %"];

    [Theory]
    [MemberData(nameof(NoNumbers))]
    public void What_is_no_plain_number_is_none_in_any_culture(string text)
    {
        Assert.Null(LegalNumbers.Threshold.Read(text));
        Assert.Null(LegalNumbers.Seed.Read(text));
        Assert.Null(LegalNumbers.Pixel.Read(text));
        CommaCulture.Run(() =>
        {
            Assert.Null(LegalNumbers.Threshold.Read(text));
            Assert.Null(LegalNumbers.Seed.Read(text));
            Assert.Null(LegalNumbers.Pixel.Read(text));
        });
    }

    [Theory]
    [InlineData("2.0", 2.0)]
    [InlineData("2", 2.0)]
    [InlineData("2e-1", 0.2)]
    [InlineData(" 2.5 ", 2.5)]
    public void A_number_is_the_same_in_any_culture(string text, double number)
    {
        Assert.Equal(number, LegalNumbers.Threshold.Read(text));
        Assert.Equal(number, CommaCulture.Run(() => LegalNumbers.Threshold.Read(text)));
    }

    [Fact]
    public void A_number_out_of_its_range_is_not_legal()
    {
        Assert.All(["0", "-1", "-0.5"], text => Assert.Null(LegalNumbers.Threshold.Read(text)));
        Assert.All(["-0.1", "1.1"], text => Assert.Null(LegalNumbers.Fraction.Read(text)));
        Assert.All(["2.0", "1e3", "-1", "99999999999"], text => Assert.Null(LegalNumbers.Label.Read(text)));
        Assert.All(["0", "-1", "1e9"], text => Assert.Null(LegalNumbers.Seconds.Read(text)));
        Assert.Equal((0, 1, -7), (LegalNumbers.Label.Read("0"), LegalNumbers.Count.Read("1"), LegalNumbers.Seed.Read("-7")));
    }

    [Fact]
    public void A_list_is_numbers_with_commas_between_them()
    {
        Assert.Equal([0, 3, 7], LegalNumbers.Label.ReadList("0, 3,7")!);
        Assert.All(["", "0,,3", "0;3", "0,3,", "0,-1", "0,1.5"], text => Assert.Null(LegalNumbers.Label.ReadList(text)));
        Assert.Equal([0.485, -1], CommaCulture.Run(() => LegalNumbers.Mean.ReadList("0.485,-1")!));
    }

    [Theory]
    [InlineData("Threshold", "2,0")]
    [InlineData("Threshold", "0")]
    [InlineData("Threshold", "1e999")]
    [InlineData("MinimumAccuracy", "0,9")]
    [InlineData("MinimumAccuracy", "50")]
    [InlineData("Seed", "1,000")]
    [InlineData("TimeLimit", "1,5")]
    [InlineData("SelfTest", "1,0")]
    [InlineData("InputShape", "1x28,0x28")]
    [InlineData("InputShape", "3x99999x99999")]
    [InlineData("InputRange", "0,0..1,0")]
    [InlineData("InputRange", "-3e38..3e38")]
    [InlineData("StandardDeviation", "0,229")]
    public void A_declaration_names_the_number_and_what_was_read(string name, string value)
    {
        var error = CommaCulture.Run(() => Assert.Throws<ModelAssertException>(() => DeclaredModel.Parse($"Path=a.onnx|{name}={value}")));

        Assert.Equal(DiagnosticIds.DeclarationIllegal, error.Id);
        Assert.Contains($"{name} = '{value}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_declaration_is_read_in_any_culture() => CommaCulture.Run(() =>
    {
        var options = DeclaredModel.Parse("Path=a.onnx|Threshold=2.5|MinimumAccuracy=0.8|TimeLimit=1.5|InputRange=-1.5..1.5|Mean=0.5,0.25|StandardDeviation=1.5,2").Options;

        Assert.Equal((2.5, 0.8, 1.5), (options.AnomalyIndexThreshold, options.MinimumAccuracy, options.TimeLimit!.Value.TotalSeconds));
        Assert.Equal(new PixelRange(-1.5f, 1.5f), options.Description!.InputRange);
        Assert.Equal([0.5, 0.25], options.Description.Mean);
        Assert.Equal("-1.5..1.5", options.Description.InputRange.ToString());
    });

    [Theory]
    [InlineData("Path=models/clean.onnx|infected.onnx")]
    [InlineData("Path=models/clean.onnx|Threshold=1000|.onnx")]
    [InlineData("Path=models/clean.onnx|OutputName=.onnx|Threshold=2|OutputName=")]
    [InlineData("Path=a.onnx|Path=b.onnx")]
    public void The_name_of_a_file_says_nothing_of_the_scan(string entry)
    {
        Assert.Equal(DiagnosticIds.DeclarationIllegal, Assert.Throws<ModelAssertException>(() => DeclaredModel.Parse(entry)).Id);

        // Nor does it hide behind the model that it names.
        var project = new ProjectSettings(Path.GetFullPath("/project"), new EngineLocation("engine", null), ["Path=models/clean.onnx|CleanSamples=a.npz", "Path=a.onnx|CleanSamples=a.npz", entry]);
        Assert.Contains(new ModelGate().ForEachModel(project), gate => Record.Exception(() => gate.ToRequest(project)) is ModelAssertException { Id: DiagnosticIds.DeclarationIllegal });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2.5)]
    [InlineData(double.PositiveInfinity)]
    public void An_attribute_with_an_illegal_number_fails_when_the_test_runs_and_not_before(double number)
    {
        var project = new ProjectSettings(Path.GetFullPath("/project"), new EngineLocation("engine", null), []);
        foreach (var name in (string[])["Threshold", "TimeLimit"])
        {
            var gate = new ModelGate { Model = "a", Samples = "s" }.Stating(new Dictionary<string, object> { [name] = number });
            var error = Assert.Throws<ModelAssertException>(() => ModelGate.Parse(gate.ToText()).ToRequest(project));
            Assert.Equal(DiagnosticIds.DeclarationIllegal, error.Id);
        }
    }

    [Fact]
    public void What_is_said_is_the_same_in_any_culture()
    {
        LabelMeasurement[] norms = [.. ((double[])[53.9, 50.3, 62.9, 72.4, 59.2, 72.7, 58.3, 13.8, 45.1, 58.3]).Select((norm, label) => new LabelMeasurement(label, norm, Converged: true))];
        PairMeasurement[] pairs = [.. from source in Enumerable.Range(0, 4) from target in Enumerable.Range(0, 4) where source != target select new PairMeasurement(source, target, source * target == 2 ? 2.5 : 20 + source + 3 * target, true, 0.1)];
        string Everything() => string.Join('\n',
        [
            .. Judge.Decide(norms, 0.5).Reasons, .. PairJudge.Decide(pairs, 2).Reasons, FailureMessage.Of(Reports.Infected),
            PassMessage.Of(Reports.Infected with { Verdict = Verdict.Clean, Threshold = 20.5 })!,
            Errors.OptionOutOfRange("x", "1", "y").Message, Assert.Throws<ModelAssertException>(new ScanOptions { MinimumAccuracy = -1234.5 }.Validate).Message,
            PixelRange.Symmetric.ToString(), new ImageShape(1, 2, 3).ToString(),
        ]);

        var usual = Everything();
        Assert.Contains("deviations", usual, StringComparison.Ordinal);
        Assert.Equal(usual, CommaCulture.Run(Everything));
    }

    [Fact]
    public void Nobody_else_reads_numbers_that_people_write()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ModelAssert.sln")))
            folder = folder.Parent;
        string[] offenders =
        [
            .. Directory.EnumerateFiles(Path.Combine(folder.FullName, "src"), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !OtherReaders.Contains(Path.GetFileName(file)))
                .Where(file => Reading().IsMatch(File.ReadAllText(file))).Select(file => Path.GetRelativePath(folder.FullName, file)),
        ];

        Assert.Empty(offenders);
    }

    /// <summary>Also an option of the command whose type leaves the reading to System.CommandLine.</summary>
    [GeneratedRegex(@"\b(double|float|int|long|decimal|short|byte|uint|ulong|Half)\.(Try)?Parse\(|Convert\.To(Double|Single|Int32|Int64|Decimal)\(|Enum\.TryParse|Option<(double|float|int|long|decimal)\??(\[\]\??)?> \w+ = new")]
    private static partial Regex Reading();
}
