using System.Reflection;
using ModelAssert.Tests;
using TorchSharp;

namespace ModelAssert.Tool.Tests.NativeMemory;

public class ScalarAuditTests
{
    /// <summary>Who may make numbers, and why libtorch never reads one that is gone.</summary>
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["LastingScalar.Of"] = "never freed",
        ["SafeArithmetic.Plus"] = "disposed of when libtorch is done",
        ["SafeArithmetic.Times"] = "disposed of when libtorch is done",
        ["SafeArithmetic.Over"] = "disposed of when libtorch is done",
        ["SafeArithmetic.Sequence"] = "disposed of when libtorch is done",
        ["Adam.Step"] = "disposed of when libtorch is done",
        ["TorchScriptClassifier.Forward"] = "makes numbers of numbers, and is given a tensor",
        ["NormalisationLayer.Of"] = "takes the counter away, the one number of a batch norm",
    };

    [Fact]
    public void No_number_is_freed_while_libtorch_reads_it()
    {
        string[] assemblies = ["ModelAssert.Engine", "ModelAssert.Onnx", "ModelAssert.Attacks", "modelassert"];
        var calls = assemblies.SelectMany(name => ScalarAudit.CallsIn(Assembly.Load(name))).ToList();

        Assert.DoesNotContain(calls, call => !Exceptions.ContainsKey(call.By));
        Assert.Equal(Exceptions.Keys.Order(), calls.Select(call => call.By).Distinct().Order());
    }

    [Fact]
    public void The_audit_sees_numbers_that_are_converted_on_the_way_or_hidden_in_TorchSharp()
    {
        var calls = ScalarAudit.CallsIn(typeof(Careless).Assembly).Select(call => $"{call.By}: {call.Called}");

        Assert.Equal(
            [
                "Careless.Converted: Tensor.op_Multiply(Tensor, Int32)",
                "Careless.Hidden: Tensor.square()",
                "Careless.InIterator: Tensor.op_Addition(Tensor, Tensor)",
                "Careless.InLambda: Scalar.op_Implicit(Double)",
                "Careless.InModule: nn.LeakyReLU(Double, Boolean)",
            ],
            calls.Order(StringComparer.Ordinal));
    }

    /// <summary>Mistakes to be found; never run.</summary>
    private static class Careless
    {
        public static torch.Tensor Converted(torch.Tensor tensor) => tensor * 2;

        public static torch.Tensor Hidden(torch.Tensor tensor) => tensor.square();

        public static Func<torch.Tensor, torch.Tensor> InLambda(double number) => tensor => tensor.sub(number);

        public static IEnumerable<torch.Tensor> InIterator(torch.Tensor tensor)
        {
            yield return tensor + tensor;
        }

        public static torch.nn.Module<torch.Tensor, torch.Tensor> InModule() => torch.nn.LeakyReLU(0.1);
    }
}
