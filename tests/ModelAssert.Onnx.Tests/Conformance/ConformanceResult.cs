using System.Text.RegularExpressions;

namespace ModelAssert.Onnx.Tests.Conformance;

/// <summary>What became of one case: it passed, it was refused by name, or it is wrong.</summary>
/// <param name="Case">The case.</param>
/// <param name="Operator">The operator of its only node, or <see cref="SeveralNodes"/>.</param>
/// <param name="Refusal">What it was refused for, without the names of its nodes and tensors.</param>
/// <param name="Mistake">What is wrong.</param>
internal sealed partial record ConformanceResult(string Case, string Operator, string? Refusal, string? Mistake)
{
    public const string SeveralNodes = "(several nodes)";

    public bool HasPassed => Refusal is null && Mistake is null;

    /// <summary>Runs a case.</summary>
    public static ConformanceResult Of(ConformanceCase test)
    {
        var node = test.SingleNode();
        var name = node is null ? SeveralNodes : node.Domain.Length == 0 ? node.OpType : $"{node.Domain}.{node.OpType}";
        try
        {
            return new ConformanceResult(test.Name, name, null, test.Run());
        }
        catch (ModelAssertException e) when (e.Id is DiagnosticIds.OperatorsUnsupported or DiagnosticIds.ModelMalformed)
        {
            return new ConformanceResult(test.Name, name, Names().Replace(e.Cause, "").TrimEnd('.', ' '), null);
        }
        catch (Exception e)
        {
            return new ConformanceResult(test.Name, name, null, $"{e.GetType().Name} {e.Message}");
        }
    }

    /// <summary>What differs from case to case, and the beginnings that every message has.</summary>
    [GeneratedRegex("^(The model uses what the import lacks: |The ONNX model contradicts itself: |\\w+ '[^']*' uses a form that the import lacks: )| \\(tensor '[^']*'\\)| \\('[^']*'\\)| '[^']*'(?= as its input)")]
    private static partial Regex Names();
}
