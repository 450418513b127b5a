using ModelAssert.EngineProcess;
using ModelAssert.Gates;

namespace ModelAssert.Core.Tests.EngineProcess;

public class DeclaredPatternTests
{
    private static readonly string Folder = Path.GetFullPath("/repo/tests");

    [Theory]
    [InlineData("models/*.onnx")]
    [InlineData("../modles/*.onnx")]
    [InlineData("models/**/b?.onnx")]
    [InlineData("$(ModelsFolder)/*.pt")]
    [InlineData("$(ModelsFolder)other/a.onnx")]
    [InlineData("a.onnx;../models/*.pt")]
    [InlineData(@"..\models\*.ONNXX")]
    public void A_pattern_without_a_model_is_told(string include) =>
        Assert.Equal(include.Split(';')[^1], Assert.Single(DeclaredPattern.WithoutModel([include], ["../models/signs/a.txt", "a.onnx"], Folder)));

    [Theory]
    [InlineData("../models/*.onnx")]
    [InlineData(@"..\models\*.onnx")]
    [InlineData("../models/*.*")]
    [InlineData("../models/a.???x")]
    [InlineData("../**/*.onnx")]
    [InlineData("../**")]
    [InlineData("$(Root)models/*.onnx")]
    [InlineData("$(Root)../models/*.onnx")]
    [InlineData("$([MSBuild]::NormalizePath('$(Root)', 'x'))/*.onnx")]
    [InlineData("$(OneModel)")]
    [InlineData("@(Fetched)")]
    [InlineData("/repo/models/A.ONNX;../models/*.onnx")]
    [InlineData("missing.onnx")]
    [InlineData("")]
    public void One_with_a_model_and_a_plain_path_are_not(string include) => Assert.Empty(DeclaredPattern.WithoutModel([include], ["../models/a.onnx"], Folder));

    [Fact]
    public void Where_it_was_looked_for_is_said()
    {
        Assert.Equal(Path.GetFullPath("/repo/modles/"), DeclaredPattern.FolderOf("../modles/*.onnx", Folder));
        Assert.Equal(Path.GetFullPath("/repo/models/"), DeclaredPattern.FolderOf("../models/**/x/*.onnx", Folder));
        Assert.Equal(Folder, DeclaredPattern.FolderOf("$(Root)/*.onnx", Folder));
    }

    [Fact]
    public void A_test_of_all_declared_models_fails_once_for_patterns_without_a_file()
    {
        var nothing = new ProjectSettings(Folder, new EngineLocation("engine", null), []) { Patterns = ["../modles/*.onnx"] };
        var alone = Assert.Single(new ModelGate().ForEachModel(nothing));
        Assert.Equal(("Are_clean", "id"), (alone.DisplayNameOf("Are_clean"), alone.UniqueIdOf("id")));
        AssertUnmatched(alone, nothing);

        var some = nothing with { Models = ["Path=../models/a.onnx|CleanSamples=s.npz"], Patterns = ["../modles/*.onnx", "../models/*.onnx", "*.pt"] };
        var gates = new ModelGate().ForEachModel(some);
        Assert.Equal(["Are_clean(../models/a.onnx)", "Are_clean(a pattern that matches no file)"], gates.Select(gate => gate.DisplayNameOf("Are_clean")));
        Assert.Equal("../models/a.onnx", gates[0].Model);
        gates[0].ToRequest(some);
        AssertUnmatched(ModelGate.Parse(gates[1].ToText()), some);

        // A model by name needs no declaration, and none is held against it.
        Assert.Equal("b.onnx", Assert.Single(new ModelGate { Model = "b.onnx" }.ForEachModel(some)).Model);
    }

    private static void AssertUnmatched(ModelGate gate, ProjectSettings project)
    {
        var error = Assert.Throws<ModelAssertException>(() => gate.ToRequest(project));
        Assert.Equal(DiagnosticIds.PatternUnmatched, error.Id);
        Assert.Contains($"'../modles/*.onnx', looked for in {Path.GetFullPath("/repo/modles/")}", error.Message, StringComparison.Ordinal);
    }
}
