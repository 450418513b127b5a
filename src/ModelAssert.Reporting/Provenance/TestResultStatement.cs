using System.Text.Json;

namespace ModelAssert.Reporting.Provenance;

/// <summary>
/// An in-toto statement of what the scans of a package's models found: subject and envelope of version 1, predicate <c>test-result</c> of version 0.1. It is
/// not signed; until it is, by a key that its reader trusts, it proves nothing.
/// </summary>
internal static class TestResultStatement
{
    private const string StatementType = "https://in-toto.io/Statement/v1";

    private const string PredicateType = "https://in-toto.io/attestation/test-result/v0.1";

    /// <summary>
    /// Writes the statement. The same models, reports and reasons give the same text: nothing in it names a machine, a folder or a time, so a package stays
    /// reproducible with it inside.
    /// </summary>
    /// <param name="models">The models, in any order.</param>
    /// <returns>Indented JSON that ends with a line feed.</returns>
    /// <exception cref="ArgumentException">There is no model, or two have one name.</exception>
    public static string Of(IReadOnlyList<AttestedModel> models)
    {
        var ordered = AttestedModels.InOrder(models);
        var statement = new InTotoStatement(StatementType, [.. ordered.SelectMany(SubjectsOf)], PredicateType, ResultOf(ordered));
        return JsonSerializer.Serialize(statement, JsonFormat.File) + "\n";
    }

    private static IEnumerable<InTotoResource> SubjectsOf(AttestedModel model) => model.Files.Select(file => new InTotoResource(file.Name, Digest: new InTotoDigest(file.Sha256)));

    private static InTotoTestResult ResultOf(IReadOnlyList<AttestedModel> models)
    {
        var tests = models.SelectMany(TestsOf).ToLookup(test => test.Outcome, test => test.Name);
        return new InTotoTestResult(
            models.Max(model => model.Outcome).ToString().ToUpperInvariant(),
            [.. models.Select(model => model.Report.Engine).Distinct().Select(EngineOf), .. models.Select(SamplesOf)],
            [.. tests[TestOutcome.Passed]], [.. tests[TestOutcome.Warned]], [.. tests[TestOutcome.Failed]]);
    }

    /// <summary>A test for each model, by the name of its subject, and one for each finding, by number: the names of labels are the samples' affair.</summary>
    private static IEnumerable<(TestOutcome Outcome, string Name)> TestsOf(AttestedModel model)
    {
        yield return (model.Outcome, model.Name);
        foreach (var finding in model.Report.Findings)
            yield return (model.OutcomeOf(finding), $"{model.Name} {finding.Id}");
    }

    private static InTotoResource EngineOf(EngineIdentity engine) =>
        new("ModelAssert", Uri: $"pkg:nuget/ModelAssert.EngineProcess@{Uri.EscapeDataString(engine.Version)}", Annotations: engine);

    /// <summary>The samples' path is left out: it is whatever the scan was given, and their digest says more.</summary>
    private static InTotoResource SamplesOf(AttestedModel model)
    {
        var (report, samples) = (model.Report, model.Report.Samples);
        return new InTotoResource(
            $"clean samples of {model.Name}",
            Digest: new InTotoDigest(samples.Sha256),
            Annotations: new ScanAnnotations(
                model.Name, samples.Count, samples.HeldOut, samples.InputRange, samples.Preprocessing?.Used.Name, samples.Preprocessing?.Guessed, samples.LeftOut > 0 ? samples.LeftOut : null,
                report.Options, report.ThresholdRemark, model.AcceptedBecause));
    }
}
