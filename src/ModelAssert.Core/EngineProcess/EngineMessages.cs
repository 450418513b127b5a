using System.Text.Json.Serialization;

namespace ModelAssert.EngineProcess;

/// <summary>What a front asks of the engine process: one object a line on its standard input.</summary>
/// <param name="Id">Chosen by the front; every answer carries it.</param>
/// <param name="Scan">The model to scan.</param>
public sealed record EngineRequest(int Id, ScanRequest Scan)
{
    /// <summary>Asks for a self-test of the gate on that model in place of a scan, or is <see langword="null"/>.</summary>
    public SelfTestOptions? SelfTest { get; init; }

    /// <summary>Asks for a repair of that model in place of a scan, or is <see langword="null"/>.</summary>
    public RepairOrder? Repair { get; init; }
}

/// <summary>A repair, as a front asks for it.</summary>
/// <param name="OutputPath">The file for the repaired model, a full path. Never the model itself.</param>
/// <param name="Options">What is asked.</param>
/// <param name="Overwrite">Whether a file that is there already is replaced.</param>
public sealed record RepairOrder(string OutputPath, RepairOptions Options, bool Overwrite);

/// <summary>What the engine process answers: one object a line on its standard output.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HelloMessage), "hello")]
[JsonDerivedType(typeof(ProgressMessage), "progress")]
[JsonDerivedType(typeof(ReportMessage), "report")]
[JsonDerivedType(typeof(SelfTestMessage), "selfTest")]
[JsonDerivedType(typeof(RepairMessage), "repair")]
[JsonDerivedType(typeof(ErrorMessage), "error")]
public abstract record EngineMessage;

/// <summary>The first line of an engine process.</summary>
/// <param name="Version">The engine's version; must be the front's.</param>
public sealed record HelloMessage(string Version) : EngineMessage;

/// <summary>A sign of life.</summary>
/// <param name="Id">The request.</param>
/// <param name="Progress">The sign.</param>
public sealed record ProgressMessage(int Id, ScanProgress Progress) : EngineMessage;

/// <summary>A request's answer. The artifacts are written.</summary>
/// <param name="Id">The request.</param>
/// <param name="Report">The report.</param>
/// <param name="Folder">The full path of the folder with the artifacts.</param>
public sealed record ReportMessage(int Id, ScanReport Report, string Folder) : EngineMessage;

/// <summary>The answer to a request for a self-test. The artifacts are written.</summary>
/// <param name="Id">The request.</param>
/// <param name="Report">The report.</param>
/// <param name="Folder">The full path of the folder with the artifacts.</param>
public sealed record SelfTestMessage(int Id, SelfTestReport Report, string Folder) : EngineMessage;

/// <summary>The answer to a request for a repair. The artifacts are written, and the repaired model if there is one.</summary>
/// <param name="Id">The request.</param>
/// <param name="Report">The report.</param>
/// <param name="Folder">The full path of the folder with the artifacts.</param>
public sealed record RepairMessage(int Id, RepairReport Report, string Folder) : EngineMessage;

/// <summary>A request that could not be answered.</summary>
/// <param name="Id">The request.</param>
/// <param name="Code">One of <see cref="DiagnosticIds"/>.</param>
/// <param name="File">The file it is about, if it is about one.</param>
/// <param name="Cause">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
public sealed record ErrorMessage(int Id, string Code, string? File, string Cause, string Remedy) : EngineMessage
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
