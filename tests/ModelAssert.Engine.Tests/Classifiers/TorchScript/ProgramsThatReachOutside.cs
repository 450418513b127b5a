using ModelAssert.Engine.Classifiers.TorchScript;
using ModelAssert.Tests;

namespace ModelAssert.Engine.Tests.Classifiers.TorchScript;

/// <summary>Programs that call, or could call, what is not known to be pure. None of them reaches libtorch.</summary>
public sealed class ProgramsThatReachOutside : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Theory]
    [InlineData("q = torch.from_file(\"MARK\", True, 16)", "torch.from_file")]
    [InlineData("t = torch\nq = t.from_file(\"MARK\", True, 16)", "torch")]
    [InlineData("q = getattr(torch, \"from_file\")(\"MARK\", True, 16)", "getattr(…, \"from_file\")")]
    [InlineData("q = ops . aten.from_file(\"MARK\", True, 16)", "ops . aten.from_file")]
    [InlineData("o = ops.aten\nq = o.from_file(\"MARK\", True, 16)", "ops.aten")]
    [InlineData("q = torch. \\\n  from_file(\"MARK\", True, 16)", "\\")]
    [InlineData("q = (torch).from_file(\"MARK\", True, 16)", "(torch).from_file")]
    [InlineData("q = torch.autograd.from_file(\"MARK\", True, 16)", "torch.autograd.from_file")]
    [InlineData("q = \"MARK\".from_file(True, 16)", "\"MARK\".from_file")]
    [InlineData("n = \"MARK\"\nq = n.from_file(True, 16)", "n.from_file")]
    [InlineData("n = \"MARK\"\nq = getattr(n, \"from_file\")(True, 16)", "getattr(…, \"from_file\")")]
    [InlineData("f = torch.from_file\nq = f(\"MARK\", True, 16)", "torch.from_file")]
    [InlineData("f = torch.relu\nq = f(x)", "torch.relu")]
    [InlineData("torch.save(x, \"MARK\")", "torch.save")]
    [InlineData("q = ops.mylib.run(x)", "ops.mylib.run")]
    [InlineData("q = ops.quantized.relu6(x)", "ops.quantized.relu6")]
    [InlineData("q = rpc_async(\"worker\", f, (x,))", "rpc_async")]
    [InlineData("q = fork(self.forward, x)", "fork")]
    [InlineData("print(x)", "print")]
    [InlineData("torch = x", "torch")]
    [InlineData("getattr = x", "getattr")]
    [InlineData("q = torch.manual_seed(1)", "torch.manual_seed")]
    [InlineData("q = torch.set_grad_enabled(False)", "torch.set_grad_enabled")]
    [InlineData("q = torch.hash(x)", "torch.hash")]
    [InlineData("q = ops.prim.id(self)", "ops.prim.id")]
    [InlineData("q = ops.prim.TimePoint()", "ops.prim.TimePoint")]
    [InlineData("q = x.requires_grad", "x.requires_grad")]
    [InlineData("q = self.none", "self.none")]
    [InlineData("q = self.none(x)", "self.none")]
    [InlineData("q = self.weight.from_file(True, 16)", "self.weight.from_file")]
    [InlineData("q = __torch__.other.f(x)", "__torch__.other.f")]
    [InlineData("q = __torch__.torch.classes.quantized.Conv2dPackedParamsBase(x)", "__torch__.torch.classes.quantized.Conv2dPackedParamsBase")]
    [InlineData("q = annotate(__torch__.torch.classes.quantized.LinearPackedParamsBase, x)", "__torch__.torch.classes.quantized.LinearPackedParamsBase")]
    [InlineData("q = torch.add(x, x, out=self.state)", "out=")]
    [InlineData("q = [torch.relu(i) for i in x]", "for")]
    [InlineData("q = lambda: x", "lambda")]
    [InlineData("x[0] = 1", "a change of an element")]
    [InlineData("with x:\n  pass", "with")]
    [InlineData("import os", "import")]
    [InlineData("del x", "del")]
    [InlineData("q = x  # torch", "#")]
    [InlineData("q = f\"{x}\"", "a string")]
    [InlineData("q = \"\"\"x\"\"\"", "a string")]
    [InlineData("q\t= x", "the character U+0009")]
    [InlineData("q = ｔorch.from_file(x)", "the character U+")]
    public void Refused_by_name_and_line(string statements, string what)
    {
        ScriptArchive.Write(file, ScriptArchive.Linear(before: statements));

        var error = Assert.Throws<ModelAssertException>(() => TorchScriptFile.Read(file));

        Assert.Equal(DiagnosticIds.ModelForbidden, error.Id);
        Assert.Equal(file, error.File);
        Assert.Contains($"'{what}", error.Cause, StringComparison.Ordinal);
        Assert.Contains("(code/__torch__.py, line ", error.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void The_line_is_that_of_the_call()
    {
        ScriptArchive.Write(file, ScriptArchive.Linear(before: "a = torch.relu(x)\nb = torch.relu(a)\nq = torch.from_file(\"MARK\", True, 16)"));
        Assert.Contains("(code/__torch__.py, line 13)", Assert.Throws<ModelAssertException>(() => TorchScriptFile.Read(file)).Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m/code/__torch__/deep/down.py", "def f(x: Tensor) -> Tensor:\n  return torch.from_file(\"MARK\", True, 16)\n")]
    [InlineData("m/code/other.py", "def f(x: Tensor) -> Tensor:\n  return torch.from_file(\"MARK\", True, 16)\n")]
    [InlineData("m/code/__torch__/torch/classes/quantized.py", "class P(Module):\n  x : int\n")]
    [InlineData("m/code/__torch__/x.py", "class P:\n  x : int\n")]
    [InlineData("m/code/__torch__/x.py", "class P(Enum):\n  x : int = 1\n")]
    [InlineData("m/code/__torch__/x.py", "class P(Module):\n  x : int\n  def __setstate__(self: __torch__.x.P, state: int) -> NoneType:\n    return None\n")]
    [InlineData("m/code/__torch__/x.py", "class P(Module):\n  __forward_hooks__ = [\"f\", ]\n")]
    [InlineData("m/code/__torch__/x.py", "class P(Module):\n  x : int = torch.from_file(\"MARK\", True, 16)\n")]
    [InlineData("m/code/__torch__/x.py", "def f(x: Tensor=torch.from_file(\"MARK\", True, 16)) -> Tensor:\n  return x\n")]
    [InlineData("m/code/__torch__/x.py", "op_version_set = 1\n")]
    [InlineData("m/code/__torch__/x.py", "def f(x: Tensor) -> Tensor:\r  return x\n")]
    [InlineData("m/code/__torch__/x.py", "\uFEFFdef f(x: Tensor) -> Tensor:\n  return x\n")]
    [InlineData("m/code/__torch__/x.py", "def f(x: Tensor) -> Tensor:\n    y = x\n  return y\n")]
    [InlineData("m/code/__torch__/x.py", "class P(Module):\n  x : int\n  def from_file(self: __torch__.x.P, s: str) -> Tensor:\n    return (s).from_file(True, 16)\n")]
    public void Refused_wherever_it_stands(string name, string code)
    {
        ScriptArchive.Write(file, [.. ScriptArchive.Entries(ScriptArchive.Linear()), new(name, System.Text.Encoding.UTF8.GetBytes(code))]);
        Assert.Equal(DiagnosticIds.ModelForbidden, Assert.Throws<ModelAssertException>(() => TorchScriptFile.Read(file)).Id);
    }

    [Theory]
    [InlineData('(')]
    [InlineData('[')]
    [InlineData('-')]
    [InlineData('~')]
    public void Nesting_without_end(char bracket)
    {
        ScriptArchive.Write(file, ScriptArchive.Linear(before: "q = " + new string(bracket, 100_000)));
        Assert.Equal(DiagnosticIds.ModelForbidden, Assert.Throws<ModelAssertException>(() => TorchScriptFile.Read(file)).Id);
    }

    [Theory]
    [InlineData("if torch.gt(torch.dim(x), 1):\n  q = x\nelif torch.eq(1, 1):\n  q = x", 20_000)]
    [InlineData("q = x", 1)]
    [InlineData("x = x", 20_000)]
    public void Long_programs_are_read_or_refused(string statements, int repetitions)
    {
        ScriptArchive.Write(file, ScriptArchive.Linear(before: string.Join('\n', Enumerable.Repeat(statements, repetitions))));
        TorchScriptFile.Read(file);
        ScriptArchive.Write(file, ScriptArchive.Linear(before: "q = x" + string.Concat(Enumerable.Repeat(".relu()", 20_000))));
        Assert.Equal(DiagnosticIds.ModelForbidden, Assert.Throws<ModelAssertException>(() => TorchScriptFile.Read(file)).Id);
    }

    [Fact]
    public void Methods_of_the_model_may_be_called_as_operators_that_are_not_admitted()
    {
        ScriptArchive.Write(file, ScriptArchive.Code("""
              def load(self: __torch__.M,
                x: Tensor) -> Tensor:
                return torch.linear(torch.flatten(x, 1), self.weight)
              def forward(self: __torch__.M,
                x: Tensor) -> Tensor:
                return (self).load(x, )
            """));
        Assert.NotEmpty(TorchScriptFile.Read(file).Bytes);
    }

    [Fact]
    public void What_torch_writes_is_read()
    {
        ScriptArchive.Write(file,
        [
            .. ScriptArchive.Entries(ScriptArchive.Linear(before: """
                _0 = __torch__.torch.nn.functional.relu
                _1 = annotate(List[int], [])
                _2 = ops.prim.NumToTensor(torch.size(x, 0))
                _3 = int(_2)
                a, b, = torch.split(x, [2, 2], 2)
                x0 = torch.cat([a, b], 2)
                if torch.__isnot__(self.items, None):
                  y : Optional[Tensor] = None
                else:
                  pass
                if torch.ne(torch.dim(x0), 4):
                  ops.prim.RaiseException("expected 4\n", "ValueError")
                else:
                  pass
                c = {"a": 1, "b": float("inf")}
                for _4 in range(torch.len([1, 2])):
                  x0 = _0(x0, False, )
                _5 = torch.mul(x0, CONSTANTS.c0)
                z1 = -1.5e-05 if torch.eq(torch.dim(x0), 1) else inf
                x1 = unchecked_cast(Tensor, x0)
                p = __torch__.torch.nn.functional.Pair(x1, second=x0)
                """.ReplaceLineEndings("\n"))),
            new("m/code/__torch__/torch/nn/functional.py", """
                class Pair(NamedTuple):
                  first : Tensor
                  second : Tensor
                def relu(input: Tensor,
                    inplace: bool=False,
                    *,
                    other: Optional[List[int]]=None) -> Tensor:
                  if inplace:
                    result = torch.relu_(input)
                  else:
                    result = torch.relu(input)
                  return result

                """u8.ToArray()),
        ]);
        Assert.NotEmpty(TorchScriptFile.Read(file).Bytes);
    }
}
