using System.IO.Compression;
using ModelAssert.Engine.Classifiers.TorchScript;

namespace ModelAssert.Engine.Tests.Classifiers;

/// <summary>Files that are no TorchScript, or that are it and more. None of them reaches libtorch.</summary>
public sealed class HostileTorchScript : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void One_that_is_not_there() => AssertRefused(DiagnosticIds.ModelMissing, "cannot be read", file + ".none");

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4 })]
    [InlineData(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    public void One_that_is_no_archive(byte[] bytes)
    {
        File.WriteAllBytes(file, bytes);
        AssertRefused(DiagnosticIds.ModelNotRecognised, "it is no zip archive");
    }

    [Fact]
    public void Weights_without_a_program()
    {
        Write(("m/data.pkl", "x"u8.ToArray()));
        AssertRefused(DiagnosticIds.ModelNotRecognised, "only weights (torch.save writes such files)");
    }

    [Fact]
    public void A_bomb()
    {
        Write(("m/constants.pkl", []), ("m/data/0", new byte[(16 << 20) + 1]));
        AssertRefused(DiagnosticIds.ModelNotRecognised, "'m/data/0' in it unpacks to");
    }

    [Theory]
    [InlineData("y = torch.from_file(\"/etc/passwd\", False, 100)", "torch.from_file")]
    [InlineData("_0 = ops.aten.from_file(\"x\")", "ops.aten.from_file")]
    [InlineData("torch . save(x, \"/tmp/x\")", "torch . save")]
    [InlineData("z = ops.mylib.run(x)", "ops.mylib.run")]
    [InlineData("z = rpc_async(\"worker\", f, (x,))", "rpc_async")]
    public void A_program_that_reaches_outside(string line, string call)
    {
        Write(("m/constants.pkl", []), ("m/code/__torch__.py", System.Text.Encoding.UTF8.GetBytes($"def forward(self, x: Tensor) -> Tensor:\n  {line}\n  return x\n")));
        AssertRefused(DiagnosticIds.ModelForbidden, $"'{call}'");
    }

    [Fact]
    public void A_program_that_does_not_may_have_methods_of_the_same_names()
    {
        Write(("m/constants.pkl", []), ("m/code/__torch__.py", "def forward(self, x):\n  _0 = (self).load(x)\n  return torch.conv2d(_0, x) + ops.quantized.relu6(x)\n"u8.ToArray()));
        Assert.NotEmpty(TorchScriptFile.Read(file).Bytes);
    }

    private void AssertRefused(string id, string says, string? path = null)
    {
        var error = Assert.Throws<ModelAssertException>(() => TorchScriptFile.Read(path ?? file));
        Assert.Equal(id, error.Id);
        Assert.Contains(says, error.Cause, StringComparison.Ordinal);
    }

    private void Write(params (string Name, byte[] Content)[] entries)
    {
        using var archive = new ZipArchive(File.Create(file), ZipArchiveMode.Create);
        foreach (var (name, content) in entries)
        {
            using var entry = archive.CreateEntry(name).Open();
            entry.Write(content);
        }
    }
}
