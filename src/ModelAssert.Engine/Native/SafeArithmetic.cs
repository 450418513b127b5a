using TorchSharp;

namespace ModelAssert.Engine.Native;

/// <summary>
/// What TorchSharp's operators do, without the number that they make on the way and that the garbage collector may free too early (<see cref="LastingScalar"/>): <c>+</c>
/// and <c>add</c> make the factor of their second operand, <c>square</c> its exponent. Differences, products and quotients of tensors make none. Numbers that are not
/// constants are made here, and freed when libtorch has read them.
/// </summary>
internal static class SafeArithmetic
{
    /// <summary>An integer: sums of integers take no other.</summary>
    private static readonly Scalar One = LastingScalar.Of(1);

    /// <summary>The sum, broadcast.</summary>
    /// <param name="left">A tensor.</param>
    /// <param name="right">A tensor.</param>
    /// <returns>A new tensor, owned by the current dispose scope.</returns>
    public static torch.Tensor Plus(this torch.Tensor left, torch.Tensor right) => left.add(right, One);

    /// <summary>The sum.</summary>
    /// <param name="left">A tensor.</param>
    /// <param name="right">A number that the caller keeps until this returns.</param>
    /// <returns>A new tensor, owned by the current dispose scope.</returns>
    public static torch.Tensor Plus(this torch.Tensor left, Scalar right) => left.add(right, One);

    /// <summary>The sum.</summary>
    /// <param name="left">A tensor.</param>
    /// <param name="right">A number.</param>
    /// <returns>A new tensor, owned by the current dispose scope.</returns>
    public static torch.Tensor Plus(this torch.Tensor left, double right)
    {
        using Scalar number = right;
        return left.Plus(number);
    }

    /// <summary>The sum.</summary>
    /// <param name="left">A tensor.</param>
    /// <param name="right">An integer.</param>
    /// <returns>A new tensor, owned by the current dispose scope.</returns>
    public static torch.Tensor Plus(this torch.Tensor left, long right)
    {
        using Scalar number = right;
        return left.Plus(number);
    }

    /// <summary>The product.</summary>
    /// <param name="left">A tensor.</param>
    /// <param name="right">A number.</param>
    /// <returns>A new tensor, owned by the current dispose scope.</returns>
    public static torch.Tensor Times(this torch.Tensor left, double right)
    {
        using Scalar number = right;
        return left * number;
    }

    /// <summary>The product.</summary>
    /// <param name="left">A tensor.</param>
    /// <param name="right">An integer.</param>
    /// <returns>A new tensor, owned by the current dispose scope.</returns>
    public static torch.Tensor Times(this torch.Tensor left, long right)
    {
        using Scalar number = right;
        return left * number;
    }

    /// <summary>The quotient.</summary>
    /// <param name="left">A tensor.</param>
    /// <param name="right">A number.</param>
    /// <returns>A new tensor, owned by the current dispose scope.</returns>
    public static torch.Tensor Over(this torch.Tensor left, double right)
    {
        using Scalar number = right;
        return left / number;
    }

    /// <summary>The square of each value.</summary>
    /// <param name="values">A tensor.</param>
    /// <returns>A new tensor, owned by the current dispose scope.</returns>
    public static torch.Tensor Squared(this torch.Tensor values) => values * values;

    /// <summary>Integers in a row.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="type">As what.</param>
    /// <returns><c>[count]</c>, owned by the current dispose scope.</returns>
    public static torch.Tensor Sequence(long start, long count, torch.ScalarType type)
    {
        using Scalar first = start;
        using Scalar end = start + count;
        return torch.arange(first, end, One, type);
    }
}
