using System.Xml.Linq;
using ModelAssert.Artifacts;

namespace ModelAssert.Reporting.Tests;

public sealed class FilterReportTests : IDisposable
{
    private readonly ArtifactFolder folder = ArtifactFolder.Open(Directory.CreateTempSubdirectory("modelassert-test-").FullName);

    internal static readonly FilterReport Made = new()
    {
        Outcome = FilterOutcome.Written,
        Reason = "it is infected",
        Model = new ModelIdentity("signs.onnx", new string('a', 64)),
        Filter = new ModelIdentity("signs-filter.onnx", new string('b', 64)),
        Layer = "read by Gemm 'fc'",
        LayerNeurons = 512,
        Labels = [new FilterProfile(7, [3, 1], 0.25, 4)],
        Threshold = 2.5f,
        FalseNegativeRate = 0.01,
        AttackSuccessRate = 0.99,
        PassedSuccessRate = 0.005,
        Auroc = 0.999,
        Curve = [new FilterPoint(0, 0.1, 5), new FilterPoint(0.05, 0.01, 2.5), new FilterPoint(0.5, 0, 0.5)],
        CalibrationImages = 400,
        Warnings = [],
        Samples = new SamplesSummary(800, 400, new string('c', 64), 0.95, PixelRange.Unit),
        ScanOptions = new ScanOptions(),
        Options = new FilterOptions(),
        Engine = new EngineIdentity("0.1.0", "1"),
        Timing = new ScanTiming(1, 2),
    };

    public void Dispose() => Directory.Delete(folder.Path, recursive: true);

    [Fact]
    public void A_report_is_read_as_it_was_written()
    {
        var path = ReportWriter.WriteFilter(folder, Made);

        Assert.Equal(folder.PathOf("filter.json"), path);
        var read = ReportJson.DeserializeFilter(File.ReadAllText(path));
        Assert.Equal(Made.Curve, read.Curve);
        Assert.Equal(Made.Labels[0].Neurons, read.Labels[0].Neurons);
        Assert.Equal(ReportJson.Serialize(Made), ReportJson.Serialize(read));
    }

    [Fact]
    public void The_picture_of_the_curve_stands_alone_and_is_the_same_each_time()
    {
        ReportWriter.WriteFilter(folder, Made);
        var first = File.ReadAllBytes(folder.PathOf("filter-curve.svg"));
        ReportWriter.WriteFilter(folder, Made);

        Assert.Equal(first, File.ReadAllBytes(folder.PathOf("filter-curve.svg")));
        var svg = XDocument.Load(new MemoryStream(first)).Root!;
        Assert.Equal("http://www.w3.org/2000/svg", svg.Name.NamespaceName);
        Assert.Equal("Of images with a trigger 1.0 % are missed where 5.0 % of clean images are rejected.", svg.Attribute("aria-label")!.Value);
        // Every mark has a colour in the picture's own style.
        var style = svg.Elements().First(element => element.Name.LocalName == "style").Value;
        var classes = svg.Descendants().Select(element => (string?)element.Attribute("class")).OfType<string>().SelectMany(names => names.Split(' ')).Distinct().ToList();
        Assert.Contains("stroke-infected", classes);
        Assert.All(classes, name => Assert.Contains($".{name} ", style, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_curve_there_is_no_picture()
    {
        ReportWriter.WriteFilter(folder, Made with { Outcome = FilterOutcome.NothingToFilter, Curve = [] });

        Assert.Equal([folder.PathOf("filter.json")], Directory.EnumerateFiles(folder.Path));
    }
}
