using System.Text.Json.Serialization;

namespace ModelAssert.EngineProcess;

/// <summary>Something to do with a model, from files to files. One more kind is a record here and its runner in the engine.</summary>
/// <param name="Scan">The model, the samples, what is asked of every scan, and the folder for the report.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ScanJob), "scan")]
[JsonDerivedType(typeof(SelfTestJob), "selfTest")]
[JsonDerivedType(typeof(RepairJob), "repair")]
[JsonDerivedType(typeof(FilterJob), "filter")]
internal abstract record EngineJob(ScanRequest Scan)
{
    /// <summary>The message that answers a request for it.</summary>
    /// <param name="id">The request.</param>
    /// <param name="report">The report that the job ends with, which is written.</param>
    public abstract EngineMessage Answer(int id, ModelReport report);
}

/// <summary>A job, and the report that it ends with.</summary>
internal abstract record EngineJob<TReport>(ScanRequest Scan) : EngineJob(Scan)
    where TReport : ModelReport
{
    public override EngineMessage Answer(int id, ModelReport report) => new AnswerMessage<TReport>(id, (TReport)report, report.Folder);
}

/// <summary>Scan a model.</summary>
internal sealed record ScanJob(ScanRequest Scan) : EngineJob<ScanReport>(Scan);

/// <summary>Test the gate on copies of a model that are infected on purpose.</summary>
/// <param name="Scan">The model, the samples, and what is asked of every scan.</param>
/// <param name="Options">Which patches are planted.</param>
internal sealed record SelfTestJob(ScanRequest Scan, SelfTestOptions Options) : EngineJob<SelfTestReport>(Scan);

/// <summary>Repair a model.</summary>
/// <param name="Scan">The model, and how it is scanned before and after.</param>
/// <param name="OutputPath">The file for the repaired model. Never the model itself.</param>
/// <param name="Options">What is asked of the repair.</param>
/// <param name="Overwrite">Whether a file that is there already is replaced.</param>
internal sealed record RepairJob(ScanRequest Scan, string OutputPath, RepairOptions Options, bool Overwrite) : EngineJob<RepairReport>(Scan);

/// <summary>Make a filter for the inputs of a model.</summary>
/// <param name="Scan">The model, and how it is scanned.</param>
/// <param name="OutputPath">The file for the filter. Never the model itself.</param>
/// <param name="Options">What is asked of the filter.</param>
/// <param name="Overwrite">Whether a file that is there already is replaced.</param>
internal sealed record FilterJob(ScanRequest Scan, string OutputPath, FilterOptions Options, bool Overwrite) : EngineJob<FilterReport>(Scan);
