using ModelAssert.Engine.Classifiers.TorchScript;
using ModelAssert.Tests;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Classifiers.TorchScript;

/// <summary>Models that libtorch loads: held against themselves, and asked for a gradient.</summary>
public sealed class TorchScriptClassifierTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();
    private readonly DisposeScope scope = torch.NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        File.Delete(file);
    }

    [Fact]
    public void An_honest_one_answers_in_one_way_before_and_after()
    {
        using var network = Load(ScriptArchive.Linear());
        Assert.Equal(ScriptArchive.Labels, network.LabelCount);
        network.RequireSameAnswers(Images());
        network.RequireSameAnswers(Images());
    }

    [Theory]
    [InlineData("x = torch.reshape(x, [5, 7])", "shape '[5, 7]' is invalid for input of size")]
    [InlineData("ops.prim.RaiseException(\"this is for 12 features\", \"builtins.ValueError\")", "this is for 12 features")]
    public void One_that_fails_says_why(string before, string says)
    {
        var e = Assert.Throws<ModelAssertException>(() => Load(ScriptArchive.Linear(before: before)));

        Assert.Equal(DiagnosticIds.ModelNotAClassifier, e.Id);
        Assert.Contains(says, e.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Cause);
    }

    [Theory]
    [InlineData("z = torch.sub(z, torch.mul(torch.slice(z, 0, 0, 1), 0.5))", "alone and in a batch")]
    [InlineData("z = torch.mul(z, torch.unsqueeze(torch.cumsum(torch.ones_like(torch.select(z, 1, 0)), 0), 1))", "its outputs differ by")]
    [InlineData("z = torch.add(z, torch.mul(torch.relu(torch.sub(torch.sum(z), 1000000)), 0.5))", "beside an image that is no number")]
    public void One_that_answers_in_two_ways(string after, string says)
    {
        using var network = Load(ScriptArchive.Linear(after: after));
        AssertVaries(says, () => network.RequireSameAnswers(Images()));
    }

    [Fact]
    public void One_that_answers_otherwise_in_training_mode_without_dropout_or_batch_norm()
    {
        foreach (var isTraining in (bool[])[false, true])
        {
            ScriptArchive.Write(file, ScriptArchive.Linear(after: "if self.training:\n  z = torch.neg(z)\nelse:\n  pass"), isTraining);
            using var network = TorchScriptClassifier.Load(file, ScriptArchive.Shape);
            AssertVaries("in evaluation mode and in training mode", () => network.RequireSameAnswers(Images()));
        }
    }

    [Fact]
    public void One_with_dropout_that_is_saved_in_training_mode_but_not_one_that_is_saved_for_use()
    {
        var code = ScriptArchive.Linear(before: "x = torch.dropout(x, 0.5, self.training)");
        ScriptArchive.Write(file, code, isTraining: true);
        using (var network = TorchScriptClassifier.Load(file, ScriptArchive.Shape))
            AssertVaries("in which it is saved", () => network.RequireSameAnswers(Images()));

        using var saved = Load(code);
        saved.RequireSameAnswers(Images());
    }

    [Theory]
    [InlineData("z = torch.to(torch.to(torch.mul(z, 100), 4), 6)")]
    [InlineData("z = torch.to(torch.one_hot(torch.argmax(z, 1), 4), 6)")]
    [InlineData("z = torch.detach(z)")]
    [InlineData("z = ops.prim.data(z)")]
    public void One_without_a_gradient(string after)
    {
        ScriptArchive.Write(file, ScriptArchive.Linear(after: after));
        var error = Assert.Throws<ModelAssertException>(() => TorchScriptClassifier.Load(file, ScriptArchive.Shape));
        Assert.Equal(DiagnosticIds.NoGradient, error.Id);
        Assert.Equal(file, error.File);
    }

    [Fact]
    public void One_whose_gradient_is_0_is_loaded()
    {
        using var network = Load(ScriptArchive.Linear(before: "x = torch.div(torch.floor(torch.mul(x, 255)), 255)"));
        network.RequireSameAnswers(Images());
    }

    private static void AssertVaries(string says, Action action)
    {
        var error = Assert.Throws<ModelAssertException>(action);
        Assert.Equal(DiagnosticIds.AnswersVary, error.Id);
        Assert.Contains(says, error.Cause, StringComparison.Ordinal);
    }

    private static torch.Tensor Images()
    {
        var (count, random) = (8, new Random(3));
        return torch.tensor(Enumerable.Range(0, count * ScriptArchive.Pixels).Select(_ => random.NextSingle()).ToArray(), [count, 1, 4, 4]);
    }

    private TorchScriptClassifier Load(string code)
    {
        ScriptArchive.Write(file, code);
        return TorchScriptClassifier.Load(file, ScriptArchive.Shape);
    }
}
