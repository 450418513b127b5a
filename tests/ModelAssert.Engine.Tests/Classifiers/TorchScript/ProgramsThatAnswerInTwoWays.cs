using ModelAssert.Engine.Classifiers.TorchScript;
using ModelAssert.Tests;

namespace ModelAssert.Engine.Tests.Classifiers.TorchScript;

/// <summary>Programs that need not give the same answer twice, as their text shows; no number of calls would.</summary>
public sealed class ProgramsThatAnswerInTwoWays : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Theory]
    [InlineData("self.state = torch.add(self.state, 1)", "writes its own attribute 'state'")]
    [InlineData("self.flag = True", "writes its own attribute 'flag'")]
    [InlineData("_0 = torch.add_(self.state, 1)", "'torch.add_' changes a weight")]
    [InlineData("_0 = (self.state).add_(1)", "'add_' changes a weight")]
    [InlineData("s = self.state\n_0 = torch.add_(s, 1)", "'torch.add_' changes a weight")]
    [InlineData("s = torch.view(torch.detach(self.state), [1])\n_0 = torch.add_(s, 1)", "'torch.add_' changes a weight")]
    [InlineData("a, = [self.state]\n_0 = torch.add_(a, 1)", "'torch.add_' changes a weight")]
    [InlineData("a = [x, self.state]\n_0 = torch.add_(a[1], 1)", "'torch.add_' changes a weight")]
    [InlineData("a = annotate(List[Tensor], [])\n_0 = torch.append(a, self.state)\n_1 = torch.add_(a[0], 1)", "'torch.add_' changes a weight")]
    [InlineData("a = torch.add([self.state], [x])\n_1 = torch.add_(a[0], 1)", "'torch.add_' changes a weight")]
    [InlineData("a = {\"a\": self.state}\n_1 = torch.add_(a[\"a\"], 1)", "'torch.add_' changes a weight")]
    [InlineData("if torch.gt(torch.size(x, 2), 1):\n  a = self.state\nelse:\n  a = torch.relu(x)\n_1 = torch.add_(a, 1)", "'torch.add_' changes a weight")]
    [InlineData("a = torch.relu(x)\nfor _0 in range(torch.size(x, 2)):\n  _1 = torch.add_(a, 1)\n  a = self.state", "'torch.add_' changes a weight")]
    [InlineData("_0 = torch.append(self.items, x)", "'torch.append' changes a list")]
    [InlineData("_0 = torch.add_(x, 1)", "or the image in place")]
    [InlineData("_0 = torch.relu_(torch.dropout(self.state, 0.5, False))", "changes a weight")]
    [InlineData("_0 = torch.max(x, 1, False, max=self.state)", "what it is given by name")]
    [InlineData("r = torch.rand([1])", "'torch.rand' draws random numbers")]
    [InlineData("r = torch.bernoulli(x)", "draws random numbers")]
    [InlineData("r = torch.dropout(x, 0.5, True)", "'torch.dropout' draws random numbers")]
    [InlineData("r = torch.dropout(x, 0.5, self.flag)", null)]
    [InlineData("r = torch.dropout(x, 0.5, self.training)", null)]
    [InlineData("r = torch.dropout(x, 0., True)", null)]
    [InlineData("r = torch.dropout(x, 0.5, torch.eq(torch.size(x, 0), 1))", "draws random numbers")]
    [InlineData("r = torch.empty([1])", "gives memory as it is found")]
    [InlineData("b = torch.batch_norm(x, None, None, None, None, True, 0.1, 1e-05, True)", "normalises by the other images of the batch")]
    [InlineData("b = torch.batch_norm(x, None, None, self.state, self.state, self.training, 0.1, 1e-05, True)", null)]
    [InlineData("if torch.is_grad_enabled():\n  x = torch.relu(x)", "asks how the model is being used")]
    [InlineData("if ops.prim.requires_grad(x):\n  x = torch.relu(x)", "asks how the model is being used")]
    [InlineData("if torch.eq(ops.prim.device(x), torch.device(\"cuda\")):\n  x = torch.relu(x)", "asks for the device")]
    [InlineData("if torch.eq(str(ops.prim.device(x)), \"cpu\"):\n  x = torch.relu(x)", "asks for the device")]
    [InlineData("r = torch.zeros([1], dtype=6, layout=0, device=ops.prim.device(x))", null)]
    [InlineData("if self.training:\n  self.state = torch.add(self.state, 1)\nelse:\n  pass", null)]
    [InlineData("if torch.__not__(self.training):\n  pass\nelse:\n  _0 = torch.add_(self.state, 1)", null)]
    [InlineData("if self.training:\n  torch.warn(\"deep\", 2)\nelse:\n  pass", null)]
    [InlineData("a, b, = torch.chunk(self.state, 2)\n_0 = torch.max(x, 1, False, max=a, max_values=b)", "what it is given by name")]
    [InlineData("a = torch.channel_shuffle(self.state, 1)\n_0 = torch.add_(a, 1)", "'torch.add_' changes a weight")]
    [InlineData("r = torch.relu_(torch.mul(x, self.state))", null)]
    [InlineData("r = torch.add_(torch.linear(torch.flatten(x, 1), self.weight), self.state)", null)]
    [InlineData("a = annotate(List[Tensor], [])\n_0 = torch.append(a, torch.relu(x))\n_1 = torch.relu_(a[0])", null)]
    [InlineData("if torch.gt(torch.size(x, 0), 150):\n  x = torch.neg(x)\nelse:\n  pass", "asks how many images")]
    [InlineData("n = torch.len(x)\nif torch.lt(torch.mul(n, 2), 3):\n  x = torch.neg(x)\nelse:\n  pass", "asks how many images")]
    [InlineData("n = (torch.size(torch.flatten(x, 1)))[0]\nx = torch.mul(x, torch.add(n, 1))", "its output is computed with the number of images")]
    [InlineData("a, b, c, d, = torch.size(x)\nx = torch.mul(x, float(torch.floordiv(a, 150)))", "its output is computed with the number of images")]
    [InlineData("x = torch.mul(x, torch.neg(x)) if torch.eq(torch.numel(x), 16) else x", "asks how many images")]
    [InlineData("x = torch.mul(x, torch._shape_as_tensor(x)[0])", "its output is computed with the number of images")]
    [InlineData("for _0 in range(torch.size(x, 0)):\n  x = torch.relu(x)", "as many times as images")]
    [InlineData("x = torch.view(x, [torch.size(x, 0), 1, 4, -1])", null)]
    [InlineData("n = ops.prim.NumToTensor(torch.size(x, 0))\nx = torch.view(x, [int(n), 1, 4, 4])", null)]
    [InlineData("if torch.ne(torch.dim(x), 4):\n  ops.prim.RaiseException(\"no\")\nelse:\n  pass", null)]
    [InlineData("a, b, c, d, = torch.size(x)\nif torch.gt(c, 3):\n  x = torch.relu(x)\nelse:\n  pass", null)]
    [InlineData("x = torch.div(x, torch.sqrt(torch.size(x, -1)))", null)]
    [InlineData("x = torch.cat([torch.zeros([torch.size(x, 0), 1, 4, 2]), torch.slice(x, 3, 0, 2)], 3)", null)]
    public void Refused_where_what_an_answer_reaches_does_so(string statements, string? says)
    {
        ScriptArchive.Write(file, ScriptArchive.Linear(before: statements));
        if (says is null)
        {
            Assert.NotEmpty(TorchScriptFile.Read(file).Bytes);
            return;
        }

        var error = Assert.Throws<ModelAssertException>(() => TorchScriptFile.Read(file));
        Assert.Equal(DiagnosticIds.AnswersVary, error.Id);
        Assert.Contains(says, error.Cause, StringComparison.Ordinal);
        Assert.Contains("(code/__torch__.py, line ", error.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Functions_and_methods_are_followed()
    {
        ScriptArchive.Write(file,
        [
            .. ScriptArchive.Entries(ScriptArchive.Linear(before: "_0 = __torch__.f.count\n_1 = _0(self.state, )")),
            new("m/code/__torch__/f.py", "def count(x: Tensor) -> Tensor:\n  return torch.add_(x, 1)\n"u8.ToArray()),
        ]);
        var error = Assert.Throws<ModelAssertException>(() => TorchScriptFile.Read(file));
        Assert.Equal(DiagnosticIds.AnswersVary, error.Id);
        Assert.Contains("(code/__torch__/f.py, line 2)", error.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_default_value_is_there_at_the_next_call()
    {
        ScriptArchive.Write(file,
        [
            .. ScriptArchive.Entries(ScriptArchive.Linear(before: "_0 = __torch__.f.count\n_1 = _0(x, )")),
            new("m/code/__torch__/f.py", "def count(x: Tensor, seen: List[int]=annotate(List[int], [])) -> Tensor:\n  _0 = torch.append(seen, 1)\n  return x\n"u8.ToArray()),
        ]);
        Assert.Contains("'torch.append' changes a list", Assert.Throws<ModelAssertException>(() => TorchScriptFile.Read(file)).Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_that_is_reached_goes_to_the_console()
    {
        ScriptArchive.Write(file, ScriptArchive.Linear(before: "torch.warn(\"::error::\", 2)"));
        Assert.Equal(DiagnosticIds.ModelForbidden, Assert.Throws<ModelAssertException>(() => TorchScriptFile.Read(file)).Id);
    }

    [Fact]
    public void A_function_that_calls_itself()
    {
        ScriptArchive.Write(file,
        [
            .. ScriptArchive.Entries(ScriptArchive.Linear(before: "_1 = __torch__.f.f(x, )")),
            new("m/code/__torch__/f.py", "def f(x: Tensor) -> Tensor:\n  return __torch__.f.f(x, )\n"u8.ToArray()),
        ]);
        Assert.Equal(DiagnosticIds.ModelForbidden, Assert.Throws<ModelAssertException>(() => TorchScriptFile.Read(file)).Id);
    }

    [Theory]
    [InlineData("pass", false)]
    [InlineData("x = torch.dropout(x, 0.5, self.training)", true)]
    [InlineData("x = torch.batch_norm(x, None, None, self.state, self.state, self.training, 0.1, 1e-05, True)", true)]
    [InlineData("if self.training:\n  x = torch.neg(x)\nelse:\n  pass", false)]
    public void Whether_a_model_is_another_in_training_by_what_networks_do_there(string statements, bool isAnother)
    {
        ScriptArchive.Write(file, ScriptArchive.Linear(before: statements));
        Assert.Equal(isAnother, TorchScriptFile.Read(file).IsAnotherInTraining);
    }
}
