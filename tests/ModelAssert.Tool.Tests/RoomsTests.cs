using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelAssert.Tool.Tests;

/// <summary>The arrows of ARCHITECTURE.md: no two folders of a project use each other, not even by a detour, and no two projects.</summary>
[Trait("Tier", "Slow")]
public sealed class RoomsTests
{
    public static TheoryData<string> Projects => new(Directory.GetDirectories(Repository.File("src")).Select(folder => Path.GetFileName(folder)!)
        .Where(name => Directory.Exists(Repository.File($"src/{name}")) && SourcesOf(name).Any()));

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_two_folders_of_a_project_use_each_other(string project)
    {
        var uses = UsesOf(project);

        Assert.All(uses.Keys.Where(folder => Reaches(uses, folder, folder)), folder => Assert.Fail(
            $"{project}: {folder} is used by what it uses.\n"
            + string.Join('\n', uses[folder].Where(use => Reaches(uses, use.Key, folder)).Select(use => $"  {folder} uses {use.Key}: {string.Join(", ", use.Value.Take(5))}"))));
    }

    [Fact]
    public void Arrows_between_projects_never_turn_back()
    {
        string[] order = ["Core", "Reporting", "Engine", "Onnx", "Attacks", "Tool"];
        Assert.All(order.Index(), project =>
        {
            var referred = XDocument.Load(Repository.File($"src/ModelAssert.{project.Item}/ModelAssert.{project.Item}.csproj")).Descendants("ProjectReference")
                .Where(reference => reference.Attribute("ExcludeAssets") is null)
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)["ModelAssert.".Length..]);
            Assert.Subset(order[..project.Index].ToHashSet(), referred.ToHashSet());
        });
    }

    [Fact]
    public void Folders_that_use_each_other_are_seen()
    {
        var uses = UsesOf([("A/One.cs", "namespace N; class One { Two? two; }"), ("B/Two.cs", "namespace N; class Two { static int Of() => Three.Number; }"), ("C/Three.cs", "namespace N; static class Three { public static int Number => new One().GetHashCode(); }")]);

        Assert.True(Reaches(uses, "A", "A"));
        Assert.False(Reaches(UsesOf([("A/One.cs", "namespace N; class One { Two? two; }"), ("B/Two.cs", "namespace N; class Two { int One => 1; }")]), "B", "A"));
    }

    private static bool Reaches(Dictionary<string, Dictionary<string, SortedSet<string>>> uses, string from, string to)
    {
        var (seen, next) = (new HashSet<string>(), new Stack<string>(uses.TryGetValue(from, out var first) ? first.Keys : []));
        while (next.TryPop(out var folder))
        {
            if (folder == to)
                return true;
            if (seen.Add(folder) && uses.TryGetValue(folder, out var more))
            {
                foreach (var other in more.Keys)
                    next.Push(other);
            }
        }

        return false;
    }

    private static IEnumerable<string> SourcesOf(string project) => Directory.EnumerateFiles(Repository.File($"src/{project}"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Repository.File($"src/{project}"), file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "content"));

    private static Dictionary<string, Dictionary<string, SortedSet<string>>> UsesOf(string project) =>
        UsesOf([.. SourcesOf(project).Select(file => (Path.GetRelativePath(Repository.File($"src/{project}"), file), File.ReadAllText(file)))]);

    /// <summary>Which types each folder uses of others, by what the compiler makes of names.</summary>
    private static Dictionary<string, Dictionary<string, SortedSet<string>>> UsesOf((string Path, string Text)[] sources)
    {
        var trees = Array.ConvertAll(sources, source => CSharpSyntaxTree.ParseText(source.Text, path: source.Path));
        var usings = CSharpSyntaxTree.ParseText("global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;");
        var compilation = CSharpCompilation.Create("rooms", [usings, .. trees], References.Value, new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary));
        var uses = new Dictionary<string, Dictionary<string, SortedSet<string>>>();
        foreach (var tree in trees)
        {
            var (model, user) = (compilation.GetSemanticModel(tree), FolderOf(tree.FilePath));
            foreach (var name in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<SimpleNameSyntax>())
            {
                var symbol = model.GetSymbolInfo(name, TestContext.Current.CancellationToken).Symbol;
                if ((symbol as INamedTypeSymbol ?? symbol?.ContainingType)?.OriginalDefinition is not { } type)
                    continue;
                foreach (var used in type.DeclaringSyntaxReferences.Select(reference => FolderOf(reference.SyntaxTree.FilePath)).Where(folder => folder != user).Distinct())
                {
                    if (!uses.TryGetValue(user, out var of))
                        uses.Add(user, of = []);
                    if (!of.TryGetValue(used, out var names))
                        of.Add(used, names = new SortedSet<string>(StringComparer.Ordinal));
                    names.Add($"{type.Name} in {Path.GetFileName(tree.FilePath)}");
                }
            }
        }

        return uses;
    }

    private static readonly Lazy<MetadataReference[]> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => !Path.GetFileName(path).StartsWith("ModelAssert.", StringComparison.OrdinalIgnoreCase)).Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>A folder within a folder is a part of it.</summary>
    private static string FolderOf(string path) => path.Split(Path.DirectorySeparatorChar, '/') is { Length: > 1 } parts ? parts[0] : "the project's own folder";
}
