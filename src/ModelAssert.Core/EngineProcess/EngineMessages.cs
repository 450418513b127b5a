using System.Text.Json.Serialization;

namespace ModelAssert.EngineProcess;

/// <summary>What the engine process answers: one object a line on its standard output.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HelloMessage), "hello")]
[JsonDerivedType(typeof(ProgressMessage), "progress")]
[JsonDerivedType(typeof(AnswerMessage<ScanReport>), "report")]
[JsonDerivedType(typeof(AnswerMessage<SelfTestReport>), "selfTest")]
[JsonDerivedType(typeof(AnswerMessage<RepairReport>), "repair")]
[JsonDerivedType(typeof(AnswerMessage<FilterReport>), "filter")]
[JsonDerivedType(typeof(ErrorMessage), "error")]
internal abstract record EngineMessage;

/// <summary>The first line of an engine process.</summary>
/// <param name="Version">The engine's version; must be the front's.</param>
internal sealed record HelloMessage(string Version) : EngineMessage;

/// <summary>A sign of life.</summary>
/// <param name="Id">The request.</param>
/// <param name="Progress">The sign.</param>
internal sealed record ProgressMessage(int Id, ScanProgress Progress) : EngineMessage;

/// <summary>A request's answer. The artifacts are written, and the file that the job was to make of the model, if there is one.</summary>
/// <param name="Id">The request.</param>
/// <param name="Report">The report.</param>
/// <param name="Folder">The full path of the folder with the artifacts.</param>
internal sealed record AnswerMessage<TReport>(int Id, TReport Report, string Folder) : EngineMessage
    where TReport : ModelReport;

/// <summary>A request that could not be answered.</summary>
/// <param name="Id">The request.</param>
/// <param name="Code">One of <see cref="DiagnosticIds"/>.</param>
/// <param name="File">The file it is about, if it is about one.</param>
/// <param name="Cause">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record ErrorMessage(int Id, string Code, string? File, string Cause, string Remedy) : EngineMessage
{
    /// <summary>The error as it travels.</summary>
    /// <param name="id">The request.</param>
    /// <param name="error">The error.</param>
    /// <returns>The message.</returns>
    public static ErrorMessage Of(int id, ModelAssertException error) => new(id, error.Id, error.File, error.Cause, error.Remedy);

    /// <summary>The error as it was thrown.</summary>
    /// <returns>A new exception.</returns>
    public ModelAssertException ToException() => new(Code, File, Cause, Remedy);
}
