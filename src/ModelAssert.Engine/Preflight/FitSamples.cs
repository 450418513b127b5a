namespace ModelAssert.Engine.Preflight;

/// <summary>Samples that a network can be scanned with.</summary>
/// <param name="Ready">The samples in halves; owned by this object.</param>
/// <param name="Summary">What reports say of them.</param>
/// <param name="Parity">How well the network agrees on them with the runtime that it was made for.</param>
internal sealed record FitSamples(PreparedSamples Ready, SamplesSummary Summary, ImportParity Parity) : IDisposable
{
    public void Dispose() => Ready.Dispose();
}
