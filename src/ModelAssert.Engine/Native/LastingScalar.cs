using System.Collections.Concurrent;
using TorchSharp;

namespace ModelAssert.Engine.Native;

/// <summary>
/// Numbers for tensor arithmetic that live as long as the process. A number that TorchSharp converts on the fly may be freed by the garbage collector while libtorch
/// still reads it: the operator holds only its address. One scan of many crashed so ("toFloat at Scalar.h").
/// </summary>
internal static class LastingScalar
{
    /// <summary>By their bits: 0 and −0 are equal and not the same.</summary>
    private static readonly ConcurrentDictionary<long, Scalar> Numbers = [];

    private static readonly ConcurrentDictionary<long, Scalar> Integers = [];

    /// <summary>A number, for constants of the code or of a model; not for what changes from step to step, since it is never freed (see <see cref="SafeArithmetic"/>).</summary>
    /// <param name="value">The number.</param>
    /// <returns>The same object for the same number; not to be disposed of.</returns>
    public static Scalar Of(double value) => Numbers.GetOrAdd(BitConverter.DoubleToInt64Bits(value), static bits => BitConverter.Int64BitsToDouble(bits));

    /// <summary>As <see cref="Of(double)"/>, an integer: with it, tensors of integers stay what they are.</summary>
    /// <param name="value">The integer.</param>
    /// <returns>The same object for the same integer; not to be disposed of.</returns>
    public static Scalar Of(long value) => Integers.GetOrAdd(value, static integer => integer);
}
