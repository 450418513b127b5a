using Google.Protobuf;
using ModelAssert.Engine.Native;
using ModelAssert.Onnx.Format;
using ModelAssert.Onnx.Gates;
using ModelAssert.Onnx.Import;
using ModelAssert.Onnx.Import.Operators;
using ModelAssert.Onnx.Tests.Support;
using TorchSharp;

namespace ModelAssert.Onnx.Tests.Operators;

public class SingleOperators
{
    private static readonly Dictionary<string, OperatorCase> Cases = OperatorCases.All.ToDictionary(c => c.ToString());

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static TheoryData<string> NamesKnownToRuntime => [.. Cases.Where(c => !c.Value.IsUnknownToRuntime).Select(c => c.Key)];

    private static readonly int Damages = int.TryParse(Environment.GetEnvironmentVariable("MODELASSERT_DAMAGES"), out var count) ? count : 20;

    /// <summary>Operators that have tests of their own, or whose values no picture reaches: what follows from shapes, and constants.</summary>
    private static readonly HashSet<string> TestedElsewhere =
    [
        .. QuantizedOperators.Operators, "And", "Or", "Xor", "Not", "ArgMin", "CastLike", "Constant", "ConstantOfShape", "EyeLike", "NonZero",
        "Range",
    ];

    [Fact]
    public void Are_all_of_the_catalogue() =>
        Assert.Equal([], OperatorCatalogue.Names.Except(OperatorCases.All.Select(c => c.Operator)).Except(TestedElsewhere).Order());

    [Theory]
    [MemberData(nameof(NamesKnownToRuntime))]
    public void Agree_with_ONNX_Runtime(string name)
    {
        using var scope = torch.NewDisposeScope();
        var test = Cases[name];
        using var graph = Compile(test);
        var (expected, shape) = Runtime.Run(test.Model(), test.Input(), test.Shape);

        var actual = graph.Run(batch: 1, torch.tensor(test.Input(), test.Shape))[0];

        Assert.Equal(shape, actual.shape);
        Assert.True(
            actual.allclose(torch.tensor(expected, shape), rtol: 1e-4, atol: 1e-5),
            $"{actual.str()} instead of {string.Join(' ', expected)}");
    }

    /// <summary>In float64, weights and all, where differences over small steps are exact to many digits.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Have_the_gradients_of_central_differences(string name)
    {
        using var scope = torch.NewDisposeScope();
        var test = Cases[name];
        var (model, weights) = test.ModelOfInputs();
        using var graph = GraphCompiler.Compile(OnnxFile.Parse(name, model.ToByteArray()));
        var others = Array.ConvertAll(weights, w => TensorReader.Read(name, w).to(torch.ScalarType.Float64));
        var input = Array.ConvertAll(test.Input(), v => (double)v);

        var x = torch.tensor(input, test.Shape, requires_grad: true);
        var loss = Loss(graph, x, others);
        if (loss.requires_grad)
            loss.backward();
        var gradient = x.grad is { } g ? g.contiguous().data<double>().ToArray() : new double[input.Length];

        // A cast to float32 is the end of that precision. Rounding has the slope of what is rounded: over a step of 1, its own.
        var isRounding = test.Operator is "Round" or "Floor" or "Ceil";
        var (step, tolerance) = isRounding ? (0.5, 1e-6) : test.Operator == "Cast" ? (1e-3, 1e-2) : (1e-6, 1e-6);

        // Every third value will do, and each place of a window is met.
        for (var i = 0; i < input.Length; i += input.Length > 30 ? 3 : 1)
        {
            var expected = (LossAt(graph, test, input, others, i, step) - LossAt(graph, test, input, others, i, -step)) / (2 * step);
            var isClose = Math.Abs(gradient[i] - expected) <= tolerance * (1 + Math.Abs(expected));
            Assert.True(isClose, $"the gradient at {i} is {gradient[i]} instead of {expected}");
        }
    }

    /// <summary>Where they have bounds: from a point to far around it, at the ends and between.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Stay_within_their_bounds(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(17);
        var test = Cases[name];
        using var graph = Compile(test);
        var middle = torch.tensor(test.Input(), test.Shape);
        foreach (var reach in (double[])[0, 0.1, 3])
        {
            var (least, most) = (middle.Plus(-reach), middle.Plus(reach));
            if (ValueBounds.Of(graph, least, most)[^1] is not { } bounds)
                continue;
            for (var i = 0; i < 20; i++)
            {
                var share = torch.rand(test.Shape, generator: generator);
                share = i % 2 == 0 ? share : share.round();
                var value = graph.Run(batch: 1, torch.minimum(torch.maximum(least.Plus((most - least) * share), least), most))[0];
                Assert.True(value.ge(bounds.Low).logical_and(value.le(bounds.High)).all().item<bool>(), $"{value.str()} between {bounds.Low.str()} and {bounds.High.str()}, {reach}");
            }
        }
    }

    /// <summary>Attributes, shapes and indices of any value: whatever comes out, it is an answer or a named refusal, and soon.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Refuse_what_is_damaged(string name)
    {
        using var scope = torch.NewDisposeScope();
        var (test, model) = (Cases[name], Cases[name].Model().ToByteArray());
        var random = new Random(17);
        for (var i = 0; i < Damages; i++)
        {
            var damaged = (byte[])model.Clone();
            damaged[random.Next(damaged.Length)] = random.Next(4) == 0 ? (byte)random.Next(256) : (byte)(1 << random.Next(8));
            try
            {
                using var inner = torch.NewDisposeScope();
                using var graph = GraphCompiler.Compile(OnnxFile.Parse(name, damaged));
                graph.Run(batch: 1, torch.tensor(test.Input(), test.Shape));
            }
            catch (ModelAssertException)
            {
                // Nothing else may come out.
            }
        }
    }

    private static CompiledGraph Compile(OperatorCase test) => GraphCompiler.Compile(OnnxFile.Parse(test.ToString(), test.Model().ToByteArray()));

    private static double LossAt(CompiledGraph graph, OperatorCase test, double[] input, torch.Tensor[] others, int index, double change)
    {
        using var scope = torch.NewDisposeScope();
        var changed = (double[])input.Clone();
        changed[index] += change;
        return Loss(graph, torch.tensor(changed, test.Shape), others).item<double>();
    }

    /// <summary>The output, weighted differently at each place, so that no gradient cancels by symmetry.</summary>
    private static torch.Tensor Loss(CompiledGraph graph, torch.Tensor x, torch.Tensor[] others)
    {
        var output = graph.Run(batch: 1, [x, .. others])[0].to(torch.ScalarType.Float64);
        var weights = (torch.arange(output.numel(), torch.ScalarType.Float64) * 0.7 + 0.4).sin() + 1.5;
        return (output * weights.reshape(output.shape)).sum();
    }
}
