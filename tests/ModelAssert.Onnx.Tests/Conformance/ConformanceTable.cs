using System.Text;
using ModelAssert.Onnx.Import.Operators;
using ModelAssert.Onnx.Tests.Support;
using ModelAssert.Tests;

namespace ModelAssert.Onnx.Tests.Conformance;

public class ConformanceTable(ITestOutputHelper output)
{
    /// <summary>Set to 1, the table is written instead of compared: <c>build/update-conformance.sh</c>.</summary>
    private const string Switch = "MODELASSERT_WRITE_CONFORMANCE";

    [Fact]
    public void Is_what_the_cases_say()
    {
        var archive = SharedFolder.Require("onnx-conformance/node.zip");
        ConformanceResult[] results = [.. ConformanceCase.ReadAll(archive).Select(ConformanceResult.Of)];
        var wrong = results.Where(r => r.Mistake is not null).Select(r => $"{r.Case}: {r.Mistake}").ToArray();
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));

        var (path, table) = (Repository.File("docs/conformance.md"), Write(results));
        output.WriteLine(table);
        if (Environment.GetEnvironmentVariable(Switch) == "1")
            File.WriteAllText(path, table);
        Assert.True(
            table == (File.Exists(path) ? File.ReadAllText(path) : "").ReplaceLineEndings("\n"),
            "docs/conformance.md is not what the cases say: run build/update-conformance.sh and look at what changed");
    }

    private static string Write(ConformanceResult[] results)
    {
        var single = results.Where(r => r.Operator != ConformanceResult.SeveralNodes).ToArray();
        var several = results.Except(single).ToArray();
        var (known, lacking) = (single.Where(IsKnown).ToArray(), single.Where(r => !IsKnown(r)).ToArray());
        var text = new StringBuilder();
        text.Append(
            $"""
            # Conformance of the ONNX import

            The cases of the ONNX standard's own backend tests (onnx/onnx, `onnx/backend/test/data/node` at 6be0677fc22e), each run through the import and
            compared with its expected output: relative 1e-3, absolute 1e-5, integers exactly. A case that is not passed is refused by a named error; none
            gives a wrong answer. `build/update-conformance.sh` writes this page, and a test keeps it true.

            | cases | number | passed | refused by name | wrong |
            | --- | ---: | ---: | ---: | ---: |
            | one node, an operator of the import | {Row(known)} |
            | one node, another operator | {Row(lacking)} |
            | several nodes | {Row(several)} |

            ## Operators of the import

            An operator without cases has none of one node in the standard; it is tested against ONNX Runtime.

            | operator | cases | passed | refused by name | what is refused |
            | --- | ---: | ---: | ---: | --- |

            """);
        foreach (var name in OperatorCatalogue.Names.Order(StringComparer.Ordinal))
        {
            var cases = known.Where(r => r.Operator == name).ToArray();
            text.Append($"| {name} | {cases.Length} | {cases.Count(r => r.HasPassed)} | {cases.Count(r => !r.HasPassed)} | {Refusals(cases)} |\n");
        }

        text.Append("\n## Other operators\n\nRefused by their names, all of a model at once.\n\n");
        text.AppendJoin(", ", lacking.GroupBy(r => r.Operator).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} ({g.Count()})"));
        return text.Append(".\n").ToString().ReplaceLineEndings("\n");
    }

    private static string Row(ConformanceResult[] results) =>
        $"{results.Length} | {results.Count(r => r.HasPassed)} | {results.Count(r => r.Refusal is not null)} | {results.Count(r => r.Mistake is not null)}";

    private static string Refusals(ConformanceResult[] cases) =>
        string.Join("; ", cases.Select(r => r.Refusal).OfType<string>().Distinct().Order(StringComparer.Ordinal)).Replace("|", "\\|", StringComparison.Ordinal);

    private static bool IsKnown(ConformanceResult result) => OperatorCatalogue.Names.Contains(result.Operator);
}
