using ModelAssert.Onnx.Import.Operators;
using ModelAssert.Onnx.Tests.Support;

namespace ModelAssert.Onnx.Tests.Conformance;

public class SingleNodeCases(ITestOutputHelper output)
{
    /// <summary>How many passed when this was written: fewer is a regression.</summary>
    private const int PassedBefore = 774;

    [Fact]
    public void Pass_or_are_refused_by_name()
    {
        var archive = SharedFolder.Require("onnx-conformance/node.zip");
        var (single, inCatalogue, passed) = (0, 0, 0);
        var refused = new List<(string Id, string Cause)>();
        var wrong = new List<string>();
        foreach (var test in ConformanceCase.ReadAll(archive))
        {
            if (test.SingleNode() is not { } node)
                continue;
            single++;
            if (OperatorCatalogue.Find(node) is null)
                continue;
            inCatalogue++;

            try
            {
                if (test.Run() is { } difference)
                    wrong.Add($"{test.Name}: {difference}");
                else
                    passed++;
            }
            catch (ModelAssertException e)
            {
                refused.Add((e.Id, e.Cause));
            }
            catch (Exception e)
            {
                wrong.Add($"{test.Name}: {e.GetType().Name} {e.Message}");
            }
        }

        output.WriteLine($"{single} cases of one node, {inCatalogue} with an operator of the catalogue: {passed} passed, {refused.Count} refused");
        foreach (var refusal in refused.GroupBy(r => r).OrderBy(g => g.Key))
            output.WriteLine($"{refusal.Count(),4} {refusal.Key.Id} {refusal.Key.Cause}");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(passed >= PassedBefore, $"{passed} passed");
    }
}
