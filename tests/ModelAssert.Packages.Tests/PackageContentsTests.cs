using System.IO.Compression;
using System.Xml.Linq;

namespace ModelAssert.Packages.Tests;

/// <summary>What lies in each package, and what does not.</summary>
public sealed class PackageContentsTests(PackageFeed feed)
{
    private const string Engine = "ModelAssert.EngineProcess";
    private const string Gates = "ModelAssert.MSBuild";
    private const string Templates = "ModelAssert.Templates";

    private static readonly string[] NativeExtensions = [".so", ".dylib", ".a", ".lib"];

    public static TheoryData<string> Libraries { get; } =
    [
        "ModelAssert.Attacks", "ModelAssert.AwesomeAssertions", "ModelAssert.Core", "ModelAssert.Engine", "ModelAssert.Filter", "ModelAssert.FluentAssertions", "ModelAssert.Onnx",
        "ModelAssert.Reporting", "ModelAssert.Xunit", "ModelAssert.Xunit.V3",
    ];

    public static TheoryData<string> Packages { get; } = [.. Libraries.Select(row => row.Data), Engine, Gates, Templates];

    [Fact]
    public void The_feed_holds_these_packages_and_symbols_for_each_library()
    {
        Assert.Equal(Packages.Select(row => row.Data).Order(), IdsOf(".nupkg"));
        Assert.Equal(Libraries.Select(row => row.Data).Order(), IdsOf(".snupkg"));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void It_says_what_it_is_and_under_which_licence(string id)
    {
        using var package = Open(id);
        var metadata = XDocument.Load(package.GetEntry($"{id}.nuspec")!.Open()).Root!.Elements().Single();
        string Value(string name) => Assert.Single(metadata.Elements(), element => element.Name.LocalName == name).Value;

        Assert.Equal("MIT", Value("license"));
        Assert.NotEmpty(Value("description"));
        foreach (var file in (string[])[Value("readme"), Value("icon")])
            Assert.True(package.GetEntry(file)!.Length > 0);
        Assert.StartsWith($"# {id}", new StreamReader(package.GetEntry("README.md")!.Open()).ReadToEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_is_small_and_documented_and_has_nothing_native(string id)
    {
        using var package = Open(id);
        string[] files = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.DoesNotContain(files, file => NativeExtensions.Contains(Path.GetExtension(file)) || file.StartsWith("runtimes/", StringComparison.Ordinal));
        Assert.Contains($"lib/net10.0/{id}.dll", files);
        Assert.Contains($"lib/net10.0/{id}.xml", files);
        Assert.InRange(new FileInfo(PathOf(id)).Length, 1, 5_000_000);
    }

    [Fact]
    public void The_engine_runs_on_three_systems_and_brings_neither_libtorch_nor_symbols()
    {
        using var package = Open(Engine);
        string[] files = [.. package.Entries.Select(entry => entry.FullName).Where(file => file.StartsWith("tools/", StringComparison.Ordinal))];

        Assert.Equal(["linux-x64", "osx", "osx-arm64", "win-x64"], files.Where(file => file.Contains("/runtimes/")).Select(file => file.Split('/')[3]).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(files, file => file.Contains("torch_cpu") || Path.GetExtension(file) is ".pdb" or ".xml" or ".lib" or "" or ".exe");
        Assert.Contains("tools/engine/modelassert.dll", files);
        Assert.DoesNotContain(Build.RestoredPackages, new StreamReader(package.GetEntry("tools/engine/modelassert.runtimeconfig.json")!.Open()).ReadToEnd());
    }

    [Fact]
    public void The_gates_are_one_task_and_its_targets_and_bring_the_engine()
    {
        using var package = Open(Gates);
        string[] files = [.. package.Entries.Select(entry => entry.FullName)];

        Assert.Equal(["tasks/netstandard2.0/ModelAssert.MSBuild.dll"], files.Where(file => Path.GetExtension(file) == ".dll"));
        Assert.All((string[])["build", "buildTransitive", "buildMultiTargeting"], folder => Assert.Contains($"{folder}/{Gates}.targets", files));
        Assert.Contains($"""<dependency id="{Engine}" """, new StreamReader(package.GetEntry($"{Gates}.nuspec")!.Open()).ReadToEnd(), StringComparison.Ordinal);
        Assert.InRange(new FileInfo(PathOf(Gates)).Length, 1, 5_000_000);
    }

    [Fact]
    public async Task A_second_pack_gives_the_same_bytes()
    {
        var second = feed.CreateFolder("again");
        var (exitCode, output) = await Dotnet.RunAsync(
            Build.Repository, new Dictionary<string, string>(), "pack", "src/ModelAssert.Core", "--no-build", "-c", Build.Configuration, "-o", second, $"-p:MinVerVersionOverride={feed.Version}");

        Assert.True(exitCode == 0, output);
        Assert.All(Directory.EnumerateFiles(second), file => Assert.Equal(File.ReadAllBytes(Path.Combine(feed.Folder, Path.GetFileName(file))), File.ReadAllBytes(file)));
    }

    [Fact]
    public void The_template_package_holds_a_template_and_no_code()
    {
        using var package = Open(Templates);
        var files = package.Entries.Select(entry => entry.FullName).ToList();

        Assert.Contains("content/modelassert/.template.config/template.json", files);
        Assert.DoesNotContain(files, file => file.StartsWith("lib/", StringComparison.Ordinal) || Path.GetExtension(file) == ".dll");
        Assert.Contains("""<packageType name="Template" />""", new StreamReader(package.GetEntry($"{Templates}.nuspec")!.Open()).ReadToEnd(), StringComparison.Ordinal);
    }

    private IEnumerable<string> IdsOf(string extension) =>
        Directory.EnumerateFiles(feed.Folder, "*" + extension).Select(file => Path.GetFileName(file).Split(".0.")[0]).Order();

    private string PathOf(string id) => Directory.EnumerateFiles(feed.Folder, $"{id}.0.*.nupkg").Single();

    private ZipArchive Open(string id) => ZipFile.OpenRead(PathOf(id));
}
