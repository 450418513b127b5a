using System.Text.Json;

namespace ModelAssert.EngineProcess;

/// <summary>What a front asks of the engine process: one object a line on its standard input.</summary>
/// <param name="Id">Chosen by the front; every answer carries it.</param>
/// <param name="Job">The job. It is read when the id is known, so that one which cannot be read is answered too.</param>
internal sealed record EngineRequest(int Id, JsonElement Job)
{
    /// <summary>A request for a job.</summary>
    public static EngineRequest Of(int id, EngineJob job) => new(id, JsonSerializer.SerializeToElement(job, JsonFormat.Line));

    /// <summary>Reads the job.</summary>
    /// <exception cref="ModelAssertException"><c>MODELASSERT0004</c>: it is none that this version knows.</exception>
    public EngineJob ReadJob()
    {
        try
        {
            return Job.Deserialize<EngineJob>(JsonFormat.Line) ?? throw new JsonException("The job is null.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw Errors.JobUnknown(e);
        }
    }
}
