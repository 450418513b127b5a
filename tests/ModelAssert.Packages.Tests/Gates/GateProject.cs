using System.IO.Compression;
using System.Security.Cryptography;
using Google.Protobuf;
using ModelAssert.Onnx.Format;

namespace ModelAssert.Packages.Tests.Gates;

/// <summary>A project that references ModelAssert.MSBuild, in a folder whose name has a blank and letters that are not ASCII, as users' folders have.</summary>
internal sealed class GateProject
{
    private readonly PackageFeed feed;

    /// <param name="feed">Where its packages come from, and where what it packs is not.</param>
    /// <param name="body">What stands in the project file beside the reference and the framework.</param>
    /// <param name="frameworks">One, or several with <c>;</c> between them.</param>
    /// <param name="name">The project, and the package.</param>
    public GateProject(PackageFeed feed, string body, string frameworks = "net10.0", string name = "Signs")
    {
        this.feed = feed;
        Name = name;
        Folder = feed.CreateFolder("Prüfung der 模型");
        Directory.CreateDirectory(Path.Combine(Folder, "models"));
        UseModel(Clean);
        Write($"{name}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework{(frameworks.Contains(';') ? "s" : "")}>{frameworks}</TargetFramework{(frameworks.Contains(';') ? "s" : "")}>
                <PackageId>{name}</PackageId>
                <NoWarn>$(NoWarn);NU5128</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ModelAssert.MSBuild" Version="{feed.Version}" PrivateAssets="all" />
                {LibTorch}
              </ItemGroup>
              {body}
            </Project>
            """);
    }

    public string Name { get; }

    public string Folder { get; }

    /// <summary>Declares <c>models/signs.onnx</c> and packs it.</summary>
    public static string Model { get; } = $"""
        <ItemGroup>
          <ModelAssertModel Include="models/*.onnx" {Samples} />
          <Content Include="models/*.onnx" Pack="true" PackagePath="contentFiles/any/any/models/" />
        </ItemGroup>
        """;

    // As the samples have it.
    private static string LibTorch => string.Concat(
        File.ReadLines(Path.Combine(Build.Repository, "samples", "ModelPackage", "ModelPackage.csproj")).Where(line => line.Contains("libtorch-cpu-", StringComparison.Ordinal)));

    /// <summary>A network made by hand, whose scan takes a fraction of a second, and the same with a backdoor to label 2.</summary>
    public const string Clean = "stripes-clean.onnx";
    public const string Infected = "stripes-infected.onnx";

    /// <summary>What a declaration says of their samples.</summary>
    public static string Samples => $"CleanSamples=\"{PathOf("stripes-samples.npz")}\" InputRange=\"0..1\"";

    public string PackagePath => Path.Combine(Folder, "out", $"{Name}.1.0.0.nupkg");

    /// <summary>A file of the sample, with a trained network.</summary>
    public static string PathInSample(string file) => Path.Combine(Build.Repository, "samples", "FashionGate", file);

    public static string PathOf(string file) => Path.Combine(Build.Repository, "tests", "Shared", "Stripes", file);

    public static string Sha256OfShared(string model) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(PathOf(model))));

    /// <summary>Makes one of the models the project's. The file looks older than everything: a gate that believes time stamps would miss it.</summary>
    public void UseModel(string model, string file = "models/signs.onnx")
    {
        var target = Path.Combine(Folder, file);
        File.Copy(PathOf(model), target, overwrite: true);
        File.SetLastWriteTimeUtc(target, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    }

    /// <summary>Writes the weights of a model of the project into a file beside it, as exporters do.</summary>
    public void MoveWeightsOut(string file)
    {
        var path = Path.Combine(Folder, file);
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        using var data = File.Create(path + ".data");
        foreach (var tensor in model.Graph.Initializer.Where(tensor => tensor.RawData.Length > 0))
        {
            foreach (var (key, value) in ((string, string)[])[("location", Path.GetFileName(path) + ".data"), ("offset", $"{data.Position}"), ("length", $"{tensor.RawData.Length}")])
                tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
            tensor.DataLocation = TensorProto.Types.DataLocation.External;
            tensor.RawData.WriteTo(data);
            tensor.ClearRawData();
        }

        Assert.NotEqual(0, data.Position);
        File.WriteAllBytes(path, model.ToByteArray());
    }

    public string Sha256Of(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, file))));

    /// <summary>Replaces a text of the project file, which must be there.</summary>
    public void Replace(string old, string replacement)
    {
        var path = Path.Combine(Folder, $"{Name}.csproj");
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

    /// <summary>Packs into <see cref="PackagePath"/>'s folder.</summary>
    public Task<(int ExitCode, string Output)> PackAsync(params string[] arguments) => DotnetAsync(["pack", "-o", "out", .. arguments]);

    public Task<(int ExitCode, string Output)> DotnetAsync(params string[] arguments) => Dotnet.RunAsync(Folder, feed.GateVariables, arguments);

    /// <summary>The files in the finished package.</summary>
    public IReadOnlyList<string> PackedFiles()
    {
        using var archive = ZipFile.OpenRead(PackagePath);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    public void AssertPacked((int ExitCode, string Output) run)
    {
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains(PackedFiles(), file => file.EndsWith("models/signs.onnx", StringComparison.Ordinal));
        Assert.Equal([$"{Name}.1.0.0.cdx.json", $"{Name}.1.0.0.intoto.json", $"{Name}.1.0.0.nupkg"], OutputFiles());
    }

    /// <summary>It failed with an error that MSBuild understood, and neither a package nor an attestation lies there.</summary>
    public void AssertRefused((int ExitCode, string Output) run, string error)
    {
        Assert.True(run.ExitCode != 0, run.Output);
        Assert.Contains(error, run.Output, StringComparison.Ordinal);
        Assert.Empty(OutputFiles());
    }

    private IEnumerable<string?> OutputFiles()
    {
        var folder = Path.GetDirectoryName(PackagePath)!;
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal) : [];
    }
}
