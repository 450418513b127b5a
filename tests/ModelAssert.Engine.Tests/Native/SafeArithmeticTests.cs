using ModelAssert.Engine.Native;
using TorchSharp;

namespace ModelAssert.Engine.Tests.Native;

public sealed class SafeArithmeticTests : IDisposable
{
    private readonly DisposeScope scope = torch.NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Integers_stay_integers()
    {
        var integers = torch.tensor(new long[] { 3, -4 });

        torch.Tensor[] results = [integers.Plus(2), integers.Times(2), integers.Plus(integers), integers.Squared(), integers * LastingScalar.Of(2), SafeArithmetic.Sequence(5, 2, torch.ScalarType.Int64)];

        Assert.Equal<long[]>([[5, -2], [6, -8], [6, -8], [9, 16], [6, -8], [5, 6]], results.Select(result => result.data<long>().ToArray()));
    }

    [Fact]
    public void Numbers_are_as_exact_as_they_are_given()
    {
        var numbers = torch.tensor(new double[] { 3, -4 });

        Assert.Equal([3.1, -3.9], numbers.Plus(0.1).data<double>().ToArray());
        Assert.Equal([3 * 0.1, -4 * 0.1], numbers.Times(0.1).data<double>().ToArray());
        Assert.Equal([3 / 0.1, -4 / 0.1], numbers.Over(0.1).data<double>().ToArray());
    }

    [Fact]
    public void Zero_keeps_its_sign()
    {
        double[] values = [.. ((double[])[0, -0.0]).Select(zero => torch.full([1], LastingScalar.Of(zero), torch.ScalarType.Float64).item<double>())];

        Assert.Equal([false, true], values.Select(double.IsNegative));
        Assert.Same(LastingScalar.Of(-0.0), LastingScalar.Of(-0.0));
    }
}
