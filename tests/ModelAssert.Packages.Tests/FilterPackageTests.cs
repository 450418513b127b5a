using System.IO.Compression;
using System.Xml.Linq;
using ModelAssert.Tests;

namespace ModelAssert.Packages.Tests;

/// <summary>A service that runs a filter has ONNX Runtime, and nothing of the engine.</summary>
public sealed class FilterPackageTests(PackageFeed feed)
{
    [Fact]
    public async Task A_console_program_runs_a_filter_without_the_engine_or_TorchSharp()
    {
        var folder = feed.CreateFolder("service");
        await File.WriteAllTextAsync(Path.Combine(folder, "service.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
                <SelfContained>false</SelfContained>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ModelAssert.Filter" Version="{feed.Version}" />
                <PackageReference Include="Microsoft.ML.OnnxRuntime" Version="{VersionOfRuntime()}" />
              </ItemGroup>
            </Project>
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), """
            using ModelAssert.Filtering;

            using var filter = BackdoorFilter.Load("filter.onnx", new BackdoorFilterOptions { SafeLabel = 0 });
            foreach (var image in (float[][])[[0, 1, 0, 0.25f], [0, 1, 0, 0.75f]])
            {
                var result = filter.Classify(image);
                Console.WriteLine(FormattableString.Invariant($"score {result.Score}, rejected {result.IsRejected}, label {result.Label}, model {result.ModelLabel}"));
            }
            """, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(folder, "filter.onnx"), TinyFilter.Bytes(), TestContext.Current.CancellationToken);

        var (exitCode, output) = await Dotnet.RunAsync(folder, feed.Variables, "run");

        Assert.True(exitCode == 0, output);
        Assert.Contains("score 2.5, rejected False, label 2, model 2", output, StringComparison.Ordinal);
        Assert.Contains("score 7.5, rejected True, label 0, model 2", output, StringComparison.Ordinal);
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(folder, "bin"), "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file))];
        Assert.DoesNotContain(files, file => file.Contains("torch", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["ModelAssert.Filter.dll"], files.Where(file => file.StartsWith("ModelAssert", StringComparison.Ordinal) && Path.GetExtension(file) == ".dll"));
    }

    [Fact]
    public void The_package_asks_for_the_managed_half_of_ONNX_Runtime_and_lets_the_service_choose_the_other()
    {
        using var package = ZipFile.OpenRead(Directory.EnumerateFiles(feed.Folder, "ModelAssert.Filter.0.*.nupkg").Single());
        var dependencies = XDocument.Load(package.GetEntry("ModelAssert.Filter.nuspec")!.Open()).Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value);

        // What the managed half itself asks for is pinned to a version that feeds serve.
        Assert.Equal(["Microsoft.ML.OnnxRuntime.Managed"], dependencies.Except(["System.Numerics.Tensors"]));
    }

    /// <summary>The version that this build restored.</summary>
    private static string VersionOfRuntime() => XDocument.Load(Path.Combine(Build.Repository, "Directory.Packages.props")).Descendants("PackageVersion")
        .Single(package => package.Attribute("Include")!.Value == "Microsoft.ML.OnnxRuntime").Attribute("Version")!.Value;
}
