namespace ModelAssert.EngineProcess;

/// <summary>Where a front's build says that the engine is.</summary>
/// <param name="EnginePath">The engine's main assembly, <c>modelassert.dll</c>.</param>
/// <param name="LibTorchPath">The unpacked libtorch package, if the build restored one.</param>
internal sealed record EngineLocation(string EnginePath, string? LibTorchPath);
