using System.Reflection;

namespace ModelAssert.Core.Tests;

public class DiagnosticPagesTests
{
    public static TheoryData<string> Ids =>
        [.. typeof(DiagnosticIds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(id => (string)id.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_diagnostic_has_its_page_and_its_line_in_the_index(string id)
    {
        var pages = Path.Combine(RepositoryRoot(), "docs", "diagnostics");

        Assert.StartsWith($"# {id}: ", File.ReadAllText(Path.Combine(pages, id + ".md")), StringComparison.Ordinal);
        Assert.Contains($"[{id}]({id}.md)", File.ReadAllText(Path.Combine(pages, "README.md")), StringComparison.Ordinal);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ModelAssert.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of the repository.");
    }
}
