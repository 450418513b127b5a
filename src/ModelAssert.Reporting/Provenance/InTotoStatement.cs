using System.Text.Json.Serialization;

namespace ModelAssert.Reporting.Provenance;

// The part of in-toto that an attestation fills, named as the specification names it: spec/v1/statement.md, spec/v1/resource_descriptor.md and
// spec/predicates/test-result.md of in-toto/attestation.

internal sealed record InTotoStatement(
    [property: JsonPropertyName("_type")] string Type,
    IReadOnlyList<InTotoResource> Subject,
    string PredicateType,
    InTotoTestResult Predicate);

/// <summary>What was tested, or what it was tested with.</summary>
/// <param name="Name">Tells one from another within a statement.</param>
/// <param name="Uri">What it is, everywhere. The specification asks for this or for <paramref name="Digest"/>; a subject must have the latter.</param>
/// <param name="Digest">Digests in lower-case hexadecimal, each under its algorithm.</param>
/// <param name="Annotations">An object of the producer's own members.</param>
internal sealed record InTotoResource(string Name, string? Uri = null, InTotoDigest? Digest = null, object? Annotations = null);

internal sealed record InTotoDigest(string Sha256);

internal sealed record InTotoTestResult(
    string Result,
    IReadOnlyList<InTotoResource> Configuration,
    IReadOnlyList<string> PassedTests,
    IReadOnlyList<string> WarnedTests,
    IReadOnlyList<string> FailedTests);

/// <summary>The annotations of the samples that a model was scanned with: what was asked of that scan.</summary>
/// <param name="Model">The model's name, as in the subject.</param>
/// <param name="Count">The samples used.</param>
/// <param name="HeldOut">How many of them the optimisation did not see.</param>
/// <param name="InputRange">The pixel range they were given in.</param>
/// <param name="Preprocessing">What else was done to them.</param>
/// <param name="PreprocessingGuessed">Whether that was not stated.</param>
/// <param name="LeftOut">How many more were not used, since the model is mostly wrong.</param>
/// <param name="Options">As in <c>report.json</c>.</param>
/// <param name="ThresholdRemark">What is to be said of a threshold far above the usual.</param>
/// <param name="AcceptedBecause">Why a finding was accepted.</param>
internal sealed record ScanAnnotations(
    string Model, int Count, int HeldOut, PixelRange InputRange, string? Preprocessing, bool? PreprocessingGuessed, int? LeftOut, ScanOptions Options, string? ThresholdRemark, string? AcceptedBecause);
