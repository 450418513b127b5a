using ModelAssert.Caching;

namespace ModelAssert.Engine.Detectors;

/// <summary>A cache, and the model whose triggers are looked up in it.</summary>
/// <param name="Triggers">The cache.</param>
/// <param name="Model">The model. Its digest must cover everything that decides what the network computes.</param>
internal sealed record ScanCache(TriggerCache Triggers, ModelIdentity Model);
