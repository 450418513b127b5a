using ModelAssert.Tests;

namespace ModelAssert.Tool.Tests;

/// <summary>TorchScript models that end a command with a named error, and never the process.</summary>
public sealed class HostileTorchScript : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("q = torch.from_file(\"MARK\", True, 16)", DiagnosticIds.ModelForbidden)]
    [InlineData("t = torch\nq = t.from_file(\"MARK\", True, 16)", DiagnosticIds.ModelForbidden)]
    [InlineData("self.state = torch.add(self.state, 1)", DiagnosticIds.AnswersVary)]
    [InlineData("x = torch.detach(x)", DiagnosticIds.NoGradient)]
    [InlineData("x = torch.to(torch.to(x, 4), 6)", DiagnosticIds.NoGradient)]
    [InlineData("x = torch.reshape(x, [3, 5])", DiagnosticIds.ModelNotAClassifier)]
    public async Task Ends_with_3_and_its_name(string statements, string id)
    {
        var model = Path.Combine(folder, "model.pt");
        var mark = Path.Combine(folder, "mark").Replace('\\', '/');
        ScriptArchive.Write(model, ScriptArchive.Linear(before: statements.Replace("MARK", mark, StringComparison.Ordinal)));

        var result = await ModelAssertCommand.RunAsync("inspect", model, "--input-shape", "1x4x4");

        result.AssertExit(3);
        Assert.Contains(id, result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(mark));
    }
}
