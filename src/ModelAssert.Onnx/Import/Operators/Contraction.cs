using ModelAssert.Onnx.Format;
using static TorchSharp.torch;

namespace ModelAssert.Onnx.Import.Operators;

/// <summary>Sums of products over named axes.</summary>
internal static class Contraction
{
    public static Compute Einsum(NodeReader node)
    {
        var equation = string.Concat(node.Text("equation", "").Where(c => c != ' '));

        // libtorch takes a letter for an axis, and a dot that is none of three is an error in both.
        if (equation.Any(c => !char.IsAsciiLetter(c) && c is not (',' or '.' or '-' or '>')))
            throw new InvalidOperationException($"its equation is '{equation}'");
        return x =>
        {
            x.Affordable(LargestStep(equation, x.All));
            return einsum(equation, x.All);
        };
    }

    /// <summary>A shape as large as any step of the sum can become.</summary>
    private static long[] LargestStep(string equation, Tensor[] inputs)
    {
        var letters = new Dictionary<char, long>();
        var dotted = Array.Empty<long>();
        foreach (var (term, shape) in equation.Split("->")[0].Split(',').Zip(inputs.Select(i => i.shape)))
        {
            var named = term.Replace("...", "", StringComparison.Ordinal);
            if (named.Length > shape.Length)
                throw new InvalidOperationException($"the term '{term}' does not fit {ShapeText.Of(shape)}");

            var before = term.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dots ? dots : named.Length;
            var others = shape.Length - named.Length;
            dotted = Arithmetic.BroadcastShape(dotted, shape[before..(before + others)]);
            for (var i = 0; i < named.Length; i++)
                letters[named[i]] = Math.Max(letters.GetValueOrDefault(named[i]), shape[i < before ? i : i + others]);
        }

        // Of two operands the letters of the result are what is held in memory; of more, steps in between may hold any letters.
        var held = equation.Contains("->", StringComparison.Ordinal) && inputs.Length <= 2 ? equation.Split("->")[1] : string.Concat(letters.Keys);
        return [.. dotted, .. held.Where(letters.ContainsKey).Select(c => letters[c])];
    }
}
