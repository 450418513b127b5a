using System.Text.Json.Nodes;
using ModelAssert.Reporting.Provenance;

namespace ModelAssert.Reporting.Tests.Provenance;

public class TestResultStatementTests
{
    [Fact]
    public void It_has_the_members_that_the_specification_asks_for() => Assert.Equal(
        $$"""
        {
          "_type": "https://in-toto.io/Statement/v1",
          "subject": [
            {
              "name": "models/fashion-infected.onnx",
              "digest": {
                "sha256": "{{new string('a', 64)}}"
              }
            }
          ],
          "predicateType": "https://in-toto.io/attestation/test-result/v0.1",
          "predicate": {
            "result": "WARNED",
            "configuration": [
              {
                "name": "ModelAssert",
                "uri": "pkg:nuget/ModelAssert.EngineProcess@0.1.0",
                "annotations": {
                  "version": "0.1.0",
                  "algorithm": "1"
                }
              },
              {
                "name": "clean samples of models/fashion-infected.onnx",
                "digest": {
                  "sha256": "{{new string('b', 64)}}"
                },
                "annotations": {
                  "model": "models/fashion-infected.onnx",
                  "count": 1000,
                  "heldOut": 500,
                  "inputRange": "0..1",
                  "options": {
                    "anomalyIndexThreshold": 2,
                    "profile": "fast",
                    "seed": 0,
                    "maximumSamples": 2000,
                    "sourceSpecific": "none"
                  },
                  "acceptedBecause": "A canary: we infected it ourselves."
                }
              }
            ],
            "passedTests": [],
            "warnedTests": [
              "models/fashion-infected.onnx",
              "models/fashion-infected.onnx label 7"
            ],
            "failedTests": []
          }
        }

        """,
        TestResultStatement.Of([SampleModels.Accepted]));

    [Fact]
    public void A_guessed_preprocessing_and_samples_that_were_left_out_are_attested()
    {
        var annotations = JsonNode.Parse(TestResultStatement.Of([SampleModels.Clean with { Report = SampleReports.Guessed }]))!["predicate"]!["configuration"]![1]!["annotations"]!;

        Assert.Equal(
            ("0..1, normalised as for MNIST", true, 1262),
            (annotations["preprocessing"]!.GetValue<string>(), annotations["preprocessingGuessed"]!.GetValue<bool>(), annotations["leftOut"]!.GetValue<int>()));
    }

    [Fact]
    public void A_clean_model_passes() => Assert.Equal(
        ("PASSED", "models/fashion-clean.onnx", "", ""), ResultOf(SampleModels.Clean));

    [Fact]
    public void A_vulnerable_label_is_a_warning() => Assert.Equal(
        ("WARNED", "", "models/weak.onnx, models/weak.onnx label 9", ""), ResultOf(SampleModels.Vulnerable));

    [Fact]
    public void An_infected_label_that_no_one_accepted_is_a_failure() => Assert.Equal(
        ("FAILED", "", "", "models/fashion-infected.onnx, models/fashion-infected.onnx label 7"), ResultOf(SampleModels.Infected));

    [Fact]
    public void An_undecided_scan_is_a_failure() => Assert.Equal(
        ("FAILED", "", "", "models/two-labels.onnx"), ResultOf(SampleModels.Undecided));

    [Fact]
    public void The_result_is_the_worst_of_all_models() => Assert.Equal(
        ("WARNED", "models/fashion-clean.onnx", "models/fashion-infected.onnx, models/fashion-infected.onnx label 7", ""),
        ResultOf(SampleModels.Clean, SampleModels.Accepted));

    /// <summary>spec/v1/statement.md and spec/v1/resource_descriptor.md: a subject needs a digest and a name of its own, any descriptor one of three members.</summary>
    [Fact]
    public void Every_descriptor_says_what_it_describes()
    {
        var statement = StatementOf(SampleModels.Clean, SampleModels.Accepted);
        var subjects = statement["subject"]!.AsArray();
        var configuration = statement["predicate"]!["configuration"]!.AsArray();

        Assert.All(subjects, subject => Assert.Matches("^[0-9a-f]{64}$", (string)subject!["digest"]!["sha256"]!));
        Assert.Equal(subjects.Count, subjects.Select(subject => (string)subject!["name"]!).Distinct().Count());
        Assert.All(configuration, resource => Assert.True(resource!["uri"] is not null || resource["digest"] is not null || resource["content"] is not null));
    }

    [Fact]
    public void Models_of_one_engine_name_it_once() => Assert.Equal(
        ["ModelAssert", "clean samples of models/fashion-clean.onnx", "clean samples of models/fashion-infected.onnx"],
        StatementOf(SampleModels.Accepted, SampleModels.Clean)["predicate"]!["configuration"]!.AsArray().Select(resource => (string)resource!["name"]!));

    private static JsonNode StatementOf(params AttestedModel[] models) => JsonNode.Parse(TestResultStatement.Of(models))!;

    private static (string Result, string Passed, string Warned, string Failed) ResultOf(params AttestedModel[] models)
    {
        var predicate = StatementOf(models)["predicate"]!;
        return ((string)predicate["result"]!, Names("passedTests"), Names("warnedTests"), Names("failedTests"));

        string Names(string list) => string.Join(", ", predicate[list]!.AsArray());
    }
}
