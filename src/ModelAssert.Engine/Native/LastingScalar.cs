using System.Collections.Concurrent;
using TorchSharp;

namespace ModelAssert.Engine.Native;

/// <summary>
/// Numbers for tensor arithmetic that live as long as the process. A number that TorchSharp converts on the fly may be freed by the garbage collector while libtorch
/// still reads it: the operator holds only its address. One scan of many crashed so ("toFloat at Scalar.h").
/// </summary>
public static class LastingScalar
{
    private static readonly ConcurrentDictionary<double, Scalar> Known = [];

    /// <summary>A number, for constants of the code or of a model; not for what changes from step to step, since it is never freed.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The same object for the same number; not to be disposed of.</returns>
    public static Scalar Of(double value) => Known.GetOrAdd(value, static number => number);
}
