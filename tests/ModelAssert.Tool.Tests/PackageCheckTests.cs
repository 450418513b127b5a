using System.IO.Compression;
using ModelAssert.Gates;
using ModelAssert.Tool.Gates;

namespace ModelAssert.Tool.Tests;

/// <summary>A finished package is looked at as it will be unpacked, not as it is written.</summary>
public sealed class PackageCheckTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    private string Package => Path.Combine(root, "signs.1.0.0.nupkg");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("content/signs.onnx", "content/signs.onnx")]
    [InlineData("content/signs.onnx", "content/Signs.onnx")]
    [InlineData("content/signs.onnx", "content/signs%2Eonnx")]
    [InlineData("content/signs.onnx", "content\\signs.onnx")]
    [InlineData("content/signs.onnx", "content/signs.onnx.")]
    [InlineData("readme.md", "README.md")]
    public void Two_files_that_become_one_are_refused(string first, string second)
    {
        var said = Check(first, second);

        Assert.Contains($"error {DiagnosticIds.ModelNotScanned}: The finished package cannot be read (it holds two files that are '", said, StringComparison.Ordinal);
        Assert.False(File.Exists(Package));
    }

    [Theory]
    [InlineData("content/signs.onn%78")]
    [InlineData("content/signs%2eonnx")]
    [InlineData("content/signs.onnx.")]
    [InlineData("content/signs.onnx ")]
    [InlineData("content/signs.onnx::$DATA")]
    [InlineData("content/signs.onnx:a.txt")]
    public void A_model_by_an_escaped_name_is_one(string name)
    {
        var said = Check("a.txt", name);

        Assert.Contains("content/signs.onnx is no declared model", said, StringComparison.Ordinal);
        Assert.False(File.Exists(Package));
    }

    [Fact]
    public void A_package_without_models_stays()
    {
        Assert.Equal("", Check("a.txt", "b%20c.txt", "lib/", "lib/a.txt"));
        Assert.True(File.Exists(Package));
    }

    private string Check(params string[] names)
    {
        using (var zip = ZipFile.Open(Package, ZipArchiveMode.Create))
        {
            foreach (var name in names)
            {
                using var entry = zip.CreateEntry(name).Open();
                if (!name.EndsWith('/'))
                    entry.WriteByte((byte)names.Length);
            }
        }

        using var output = new StringWriter();
        new PackageCheck(new GateFolder(root, root), new GateRule(Baseline.Empty, isStrict: false, new DateOnly(2026, 1, 1)), new ModelFiles(".onnx;.pt"), new GateLog(output), records: []).Run(Package);
        return output.ToString();
    }
}
