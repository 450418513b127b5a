using System.Text.Json;
using ModelAssert.Core.Tests.Artifacts;
using ModelAssert.EngineProcess;

namespace ModelAssert.Core.Tests.EngineProcess;

/// <summary>What fronts and engine say to each other, as it travels.</summary>
public class EngineJobTests
{
    private static readonly ScanRequest Scan = new("/signs.onnx", "/signs.npz", Path.GetFullPath("/results"), new ScanOptions { Seed = 7 }, "/cache") { Threads = 2 };

    /// <summary>Each kind of job, with the word for its answer, on which programs that read <c>--json</c> build.</summary>
    public static TheoryData<string, string> Jobs => new()
    {
        { nameof(ScanJob), "report" }, { nameof(SelfTestJob), "selfTest" }, { nameof(RepairJob), "repair" }, { nameof(FilterJob), "filter" },
    };

    [Fact]
    public void Every_kind_of_job_is_here() => Assert.Equal(
        typeof(EngineJob).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(EngineJob)) && !type.IsAbstract).Select(type => type.Name).Order(),
        Jobs.Select(job => job.Data.Item1).Order());

    [Theory]
    [MemberData(nameof(Jobs))]
    public void A_job_arrives_as_it_was_sent(string kind, string _)
    {
        var (job, _) = Of(kind);
        var line = JsonSerializer.Serialize(EngineRequest.Of(3, job), JsonFormat.Line);
        var request = JsonSerializer.Deserialize<EngineRequest>(line, JsonFormat.Line)!;

        Assert.Equal((3, job), (request.Id, request.ReadJob()));
        Assert.DoesNotContain('\n', line);
    }

    [Theory]
    [MemberData(nameof(Jobs))]
    public void Its_answer_arrives_as_the_report_that_it_ends_with(string kind, string word)
    {
        var (job, report) = Of(kind);
        var line = JsonSerializer.Serialize(job.Answer(3, report), JsonFormat.Line);
        var read = JsonSerializer.Deserialize<EngineMessage>(line, JsonFormat.Line);

        Assert.StartsWith($$"""{"type":"{{word}}","id":3,"report":{"schemaVersion":1,""", line, StringComparison.Ordinal);
        Assert.Equal(line, JsonSerializer.Serialize(read, JsonFormat.Line));
        Assert.EndsWith($$""","folder":{{JsonSerializer.Serialize(Scan.OutputFolder, JsonFormat.Line)}}}""", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"heal","scan":{}}""")]
    [InlineData("""{"scan":{}}""")]
    [InlineData("7")]
    [InlineData("null")]
    public void A_job_that_is_none_is_a_named_error_and_its_request_has_a_name(string job)
    {
        var request = JsonSerializer.Deserialize<EngineRequest>($$"""{"id":3,"job":{{job}}}""", JsonFormat.Line)!;

        Assert.Equal(3, request.Id);
        Assert.Equal(DiagnosticIds.EngineFailed, Assert.Throws<ModelAssertException>(request.ReadJob).Id);
    }

    private static (EngineJob Job, ModelReport Report) Of(string kind)
    {
        (EngineJob job, ModelReport report) = kind switch
        {
            nameof(ScanJob) => ((EngineJob)new ScanJob(Scan), (ModelReport)Reports.Infected),
            nameof(SelfTestJob) => (new SelfTestJob(Scan, new SelfTestOptions { Catch = 4 }), EveryReport.SelfTest),
            nameof(RepairJob) => (new RepairJob(Scan, "/repaired.onnx", new RepairOptions { Method = RepairMethod.Prune }, Overwrite: true), EveryReport.Repair),
            _ => (new FilterJob(Scan, "/filter.onnx", new FilterOptions { SafeLabel = 3 }, Overwrite: true), EveryReport.Filter),
        };
        return (job, report.In(Scan.OutputFolder));
    }
}
