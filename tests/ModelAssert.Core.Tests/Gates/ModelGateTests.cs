using ModelAssert.EngineProcess;
using ModelAssert.Gates;

namespace ModelAssert.Core.Tests.Gates;

public class ModelGateTests
{
    private static readonly ProjectSettings Project = new(
        Path.GetFullPath("/project"), new EngineLocation("engine", null),
        ["Path=models/a.onnx|CleanSamples=data/a.npz|Threshold=2.5|Profile=paper|Seed=7|InputRange=0..255|MinimumAccuracy=0.8", "Path=models/b.onnx|CleanSamples=|Threshold="]);

    [Fact]
    public void Without_a_model_every_declared_one_is_meant() =>
        Assert.Equal(["models/a.onnx", "models/b.onnx"], new ModelGate().ForEachModel(Project).Select(gate => gate.Model));

    [Fact]
    public void With_a_model_only_that_one_is_meant() =>
        Assert.Equal("models/c.onnx", Assert.Single(new ModelGate { Model = "models/c.onnx" }.ForEachModel(Project)).Model);

    [Fact]
    public void A_provider_means_its_own_model_and_not_the_declared_ones()
    {
        var gate = new ModelGate { ModelProvider = "Signs" };

        Assert.Equal([gate], gate.ForEachModel(Project));
    }

    [Fact]
    public void Names_tell_the_cases_of_a_method_apart_and_leave_an_only_one_as_it_is()
    {
        Assert.Equal(["Are clean(models/a.onnx)", "Are clean(models/b.onnx)"], new ModelGate().ForEachModel(Project).Select(gate => gate.DisplayNameOf("Are clean")));
        Assert.Equal(["id-models/a.onnx", "id-models/b.onnx"], new ModelGate().ForEachModel(Project).Select(gate => gate.UniqueIdOf("id")));
        Assert.Equal(("Is clean", "id"), (new ModelGate { Model = "a" }.DisplayNameOf("Is clean"), new ModelGate { Model = "a" }.UniqueIdOf("id")));
    }

    [Fact]
    public void Where_nothing_is_declared_the_one_gate_fails_when_it_is_run()
    {
        var gate = Assert.Single(new ModelGate().ForEachModel(Project with { Models = [] }));

        AssertRefused(gate, Project);
    }

    [Fact]
    public void What_the_attribute_leaves_open_is_declared()
    {
        var request = new ModelGate { Model = "./models/a.onnx" }.ToRequest(Project);

        Assert.Equal(Path.GetFullPath("/project/models/a.onnx"), request.ModelPath);
        Assert.Equal(Path.GetFullPath("/project/data/a.npz"), request.SamplesPath);
        Assert.Equal(Path.GetFullPath("/project/TestResults/ModelAssert/a.onnx"), request.OutputFolder);
        Assert.Equal(Project.CachePath, request.CachePath);
        Assert.Equal(
            new ScanOptions { AnomalyIndexThreshold = 2.5, Profile = ScanProfile.Paper, Seed = 7, Description = new ModelDescription { InputRange = PixelRange.Bytes }, MinimumAccuracy = 0.8 },
            request.Options);
    }

    [Fact]
    public void A_self_test_travels_with_its_sizes()
    {
        var gate = ModelGate.Parse(new ModelGate { Model = "a", SelfTest = new SelfTestOptions { Catch = 4, Sides = [4, 6] } }.ToText());

        Assert.Equal(4, gate.SelfTest!.Catch);
        Assert.Equal([4, 6], gate.SelfTest.Sides);
        Assert.Null(ModelGate.Parse(new ModelGate { Model = "a" }.ToText()).SelfTest);
    }

    [Fact]
    public void A_declared_model_may_ask_for_a_self_test()
    {
        var declared = DeclaredModel.Parse("Path=a.onnx|SelfTest=4|SelfTestSizes=4, 6");

        Assert.Equal(4, declared.SelfTest!.Catch);
        Assert.Equal([4, 6], declared.SelfTest.Sides);
        Assert.Null(DeclaredModel.Parse("Path=a.onnx").SelfTest);
        Assert.Equal(DiagnosticIds.DeclarationIllegal, Assert.Throws<ModelAssertException>(() => DeclaredModel.Parse("Path=a.onnx|SelfTest=4|SelfTestSizes=four")).Id);
    }

    [Fact]
    public void What_the_attribute_states_wins()
    {
        var gate = new ModelGate { Model = "models/a.onnx", Samples = "other.npz" };
        var request = gate.Stating(new Dictionary<string, object> { ["Threshold"] = 3.0, ["Profile"] = ScanProfile.Fast, ["Seed"] = 1, ["TimeLimit"] = 2.5, ["Labels"] = (int[])[0, 3] }).ToRequest(Project);

        Assert.Equal(Path.GetFullPath("/project/other.npz"), request.SamplesPath);
        Assert.Equal((3, ScanProfile.Fast, 1), (request.Options.AnomalyIndexThreshold, request.Options.Profile, request.Options.Seed));
        Assert.Equal(PixelRange.Bytes, request.Options.Description!.InputRange);
        Assert.Equal(TimeSpan.FromSeconds(2.5), request.Options.TimeLimit);
        Assert.Equal([0, 3], request.Options.Labels!);
        Assert.Equal(0.8, request.Options.MinimumAccuracy);
        AssertRefused(gate.Stating(new Dictionary<string, object> { ["TimeLimit"] = -1.0 }), Project);
    }

    [Fact]
    public void What_the_attribute_says_of_the_model_wins_member_by_member()
    {
        var gate = new ModelGate { Model = "models/a.onnx", Stated = new Dictionary<string, string> { ["InputShape"] = "3x32x32" } };
        var description = ModelGate.Parse(gate.ToText()).ToRequest(Project).Options.Description!;

        Assert.Equal((new ImageShape(3, 32, 32), PixelRange.Bytes), (description.InputShape!.Value, description.InputRange!.Value));
        AssertRefused(gate with { Stated = new Dictionary<string, string> { ["InputShape"] = "large" } }, Project);
    }

    [Fact]
    public void A_model_without_samples_anywhere_is_refused()
    {
        AssertRefused(new ModelGate { Model = "models/b.onnx" }, Project);
        AssertRefused(new ModelGate { Model = "models/c.onnx" }, Project);
    }

    [Theory]
    [InlineData("Threshold=high")]
    [InlineData("Profile=slow")]
    [InlineData("Seed=1.5")]
    [InlineData("InputRange=1..0")]
    [InlineData("Mean=x")]
    [InlineData("TimeLimit=-1")]
    [InlineData("MinimumAccuracy=x")]
    public void An_illegal_declaration_is_refused_when_it_is_run_and_not_before(string field)
    {
        var project = Project with { Models = [$"Path=a.onnx|CleanSamples=a.npz|{field}"] };

        AssertRefused(Assert.Single(new ModelGate().ForEachModel(project)), project);
    }

    [Fact]
    public void It_travels_between_discovery_and_run()
    {
        var gate = new ModelGate { Model = "a \"b\".onnx", Samples = "s", Expected = Verdict.Infected, ModelProvider = "P", IsOneOfMany = true }
            .Stating(new Dictionary<string, object> { ["Threshold"] = double.PositiveInfinity, ["Profile"] = ScanProfile.PaperLowCost, ["Labels"] = (int[])[0, 3], ["InputRange"] = "0..1" });
        var read = ModelGate.Parse(gate.ToText());

        Assert.Equal(gate with { Stated = read.Stated }, read);
        Assert.Equal(new Dictionary<string, string> { ["Threshold"] = "Infinity", ["Profile"] = "paper-lowcost", ["Labels"] = "0,3", ["InputRange"] = "0..1" }, read.Stated);
        Assert.Empty(ModelGate.Parse(new ModelGate().ToText()).Stated);
    }

    [Fact]
    public void The_expected_verdict_passes_and_another_fails()
    {
        var clean = Reports.Infected with { Verdict = Verdict.Clean, Labels = [] };
        var lines = new List<string>();

        Assert.Null(new ModelGate().FailureOf(clean, lines.Add));
        Assert.Empty(lines);
        Assert.Null(new ModelGate { Expected = Verdict.Infected }.FailureOf(Reports.Infected, lines.Add));
        Assert.Contains("Caught, as expected", Assert.Single(lines), StringComparison.Ordinal);

        Assert.Contains("label 33", new ModelGate().FailureOf(Reports.Infected, lines.Add)!.Message, StringComparison.Ordinal);
        Assert.Contains("but it is clean", new ModelGate { Expected = Verdict.Infected }.FailureOf(clean, lines.Add)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_inconclusive_scan_fails_a_gate() => Assert.Contains(
        "could not decide", new ModelGate().FailureOf(Reports.Infected with { Verdict = Verdict.Inconclusive }, _ => { })!.Message, StringComparison.Ordinal);

    private static void AssertRefused(ModelGate gate, ProjectSettings project) =>
        Assert.Equal(DiagnosticIds.DeclarationIllegal, Assert.Throws<ModelAssertException>(() => gate.ToRequest(project)).Id);
}
