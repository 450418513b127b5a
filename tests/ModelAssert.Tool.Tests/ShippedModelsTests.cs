using System.IO.Compression;
using ModelAssert.Digests;
using ModelAssert.Tool.Gates;

namespace ModelAssert.Tool.Tests;

/// <summary>Models in what is shipped: files, and what lies in assemblies and resource files.</summary>
public sealed class ShippedModelsTests : IDisposable
{
    private static readonly string Assembly = typeof(ShippedModelsTests).Assembly.Location;

    private static readonly string EmbeddedDigest = ContentDigest.Of(typeof(ShippedModelsTests).Assembly.GetManifestResourceStream("ModelAssert.Tool.Tests.weights.onnx")!);

    private readonly string root = Directory.CreateTempSubdirectory("modelassert-test-").FullName;

    private readonly ShippedModels shipped = new(new ModelFiles(".onnx;.pt"));

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_resource_of_an_assembly_is_seen_like_a_file()
    {
        var model = Assert.Single(shipped.InFiles([Assembly], path => Path.GetFileName(path)!));

        Assert.Equal(("ModelAssert.Tool.Tests.weights.onnx in ModelAssert.Tool.Tests.dll", EmbeddedDigest), (model.Name, model.Sha256));
    }

    [Fact]
    public void In_a_package_too()
    {
        var package = Path.Combine(root, "a.nupkg");
        using (var archive = ZipFile.Open(package, ZipArchiveMode.Create))
        {
            archive.CreateEntryFromFile(Assembly, "lib/net10.0/a.dll");
            archive.CreateEntryFromFile(Write("m.pt"), "content/m.pt");
            archive.CreateEntryFromFile(Write("text.dll"), "lib/net10.0/native.dll");
        }

        Assert.Equal(["ModelAssert.Tool.Tests.weights.onnx in lib/net10.0/a.dll", "content/m.pt"], shipped.InPackage(package).Select(model => model.Name));
    }

    [Fact]
    public void A_resx_names_files_that_the_compiler_takes()
    {
        Write("m.onnx");
        var resx = Path.Combine(root, "Resources.resx");
        File.WriteAllText(resx, """
            <root>
              <data name="m" type="System.Resources.ResXFileRef, System.Windows.Forms"><value>.\m.onnx;System.Byte[], mscorlib</value></data>
              <data name="text"><value>m.onnx</value></data>
            </root>
            """);

        Assert.Equal("Resources.resx -> m.onnx", Assert.Single(shipped.InFiles([resx, Path.Combine(root, "none.onnx")], path => Path.GetFileName(path)!)).Name);
    }

    [Fact]
    public async Task What_was_not_scanned_is_an_error_and_what_passed_is_not()
    {
        string[] gate = ["gate", "files", "--project", root, "--results", root, "--extensions", ".onnx", "--file", Assembly];
        var undeclared = await ModelAssertCommand.RunAsync(gate);
        undeclared.AssertExit(1);
        Assert.Contains("error MODELASSERT1004: ModelAssert.Tool.Tests.weights.onnx in ", undeclared.Output, StringComparison.Ordinal);

        // What packages brought counts only where they were scanned in this build.
        File.WriteAllText(Path.Combine(root, "packages.json"), $$"""{ "models": [ { "name": "p", "sha256": "{{EmbeddedDigest}}", "passed": true } ] }""");
        (await ModelAssertCommand.RunAsync(gate)).AssertExit(1);
        (await ModelAssertCommand.RunAsync([.. gate, "--packages-were-scanned"])).AssertExit(0);
    }

    [Fact]
    public async Task A_pattern_that_matches_no_file_fails_the_gate()
    {
        var result = await ModelAssertCommand.RunAsync("gate", "models", "--project", root, "--results", root, "--pattern", "modles/*.onnx");

        result.AssertExit(1);
        Assert.Contains($"error MODELASSERT0044: The project declares models that are not there: no file matches 'modles/*.onnx', looked for in {Path.Combine(root, "modles")}", result.Output, StringComparison.Ordinal);
    }

    private string Write(string name)
    {
        var path = Path.Combine(root, name);
        File.WriteAllText(path, name);
        return path;
    }
}
